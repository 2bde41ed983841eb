import { Injectable } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';

// OWASP's parameters for argon2id: 19 MiB, two passes.
const ARGON2ID = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each hash takes a thread and 19 MiB: a flood of logins must neither starve files and DNS nor fill the memory. */
const AT_ONCE = 2;

@Injectable()
export class PasswordsService {
  readonly #limit = pLimit(AT_ONCE);
  #nobody: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.#limit(() => hash(password.normalize('NFC'), ARGON2ID));
  }

  /** Takes as long for an account that does not exist, whose hash is undefined, as for one that does. */
  async matches(password: string, stored: string | undefined): Promise<boolean> {
    const against = stored ?? (await (this.#nobody ??= this.hash('nobody')));
    const right = await this.#limit(() => verify(against, password.normalize('NFC')));
    return right && stored !== undefined;
  }
}
