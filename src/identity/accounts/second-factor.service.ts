import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import type { Tx } from '../../platform/database/database.js';
import { Person } from './person.entity.js';

/** The steps of half a minute before and after that are taken too: clocks of telephones go wrong. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** The second factor of people who have one (TOTP, RFC 6238). */
@Injectable()
export class SecondFactorService {
  /** Gives the person a new secret. @returns the otpauth:// address for an authenticator, shown once */
  async set(tx: Tx, person: Person, society: string): Promise<string> {
    const totpSecret = randomBytes(SECRET_BYTES);
    await tx.update(Person, which(person), { totpSecret, totpLastStep: null });
    return totpOf(totpSecret, person.email, society).toString();
  }

  async remove(tx: Tx, person: Person): Promise<void> {
    await tx.update(Person, which(person), { totpSecret: null, totpLastStep: null });
  }

  /** Whether the code is right and was not used; from then on it is. */
  async takes(tx: Tx, person: Person, code: string): Promise<boolean> {
    if (person.totpSecret === null) return true;
    const totp = totpOf(person.totpSecret, person.email, '');
    const delta = totp.validate({ token: code, window: WINDOW });
    if (delta === null) return false;
    const step = totp.counter() + delta;
    const [, taken] = await tx.query<[unknown[], number]>(
      `update identity.person set totp_last_step = $1
       where person_id = $2 and (totp_last_step is null or totp_last_step < $1)`,
      [step, person.personId],
    );
    return taken === 1;
  }
}

function totpOf(secret: Buffer, label: string, society: string): TOTP {
  // A copy: a small Buffer is a part of a larger memory that belongs to others.
  const bytes = new Uint8Array(secret);
  return new TOTP({ issuer: `Cineledger ${society}`.trim(), label, secret: new Secret({ buffer: bytes.buffer }) });
}

const which = ({ personId }: Person) => ({ personId });
