import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { Database } from '../../platform/database/database.js';
import { TOKEN_MINUTES } from './token-minutes.js';

export const ALGORITHM = 'ES256';
/** A key signs for so long, and is known for as long as a token of its last minute lives. */
const SIGNS_DAYS = 30;
const KNOWN = `created_at > now() - interval '${SIGNS_DAYS} days ${2 * TOKEN_MINUTES} minutes'`;

interface SigningKey {
  kid: string;
  key: CryptoKey;
}

/** The keys that sign tokens: made when needed, replaced after a month, the same for all processes. */
@Injectable()
export class SigningKeysService {
  readonly #public = new Map<string, CryptoKey>();

  constructor(private readonly database: Database) {}

  async toSign(): Promise<SigningKey> {
    const row = (await this.#newest()) ?? (await this.#make());
    return { kid: row.kid, key: (await importJWK(row.private_jwk, ALGORITHM)) as CryptoKey };
  }

  /** The public key of that name, unless it is over. */
  async toVerify(kid: string): Promise<CryptoKey | undefined> {
    if (!this.#public.has(kid)) {
      // All keys that are known are read anew: what is over is forgotten.
      this.#public.clear();
      for (const jwk of await this.published()) {
        this.#public.set(jwk.kid!, (await importJWK(jwk, ALGORITHM)) as CryptoKey);
      }
    }
    return this.#public.get(kid);
  }

  /** The JSON Web Key Set. */
  published(): Promise<JWK[]> {
    return this.database.read(undefined, async (tx) => {
      const rows = await tx.query<{ public_jwk: JWK }[]>(
        `select public_jwk from identity.signing_key where ${KNOWN} order by created_at desc`,
      );
      return rows.map(({ public_jwk }) => public_jwk);
    });
  }

  async #newest() {
    return this.database.read(undefined, async (tx) => (await tx.query<StoredKey[]>(NEWEST))[0]);
  }

  async #make(): Promise<StoredKey> {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const kid = randomUUID();
    const about = { kid, alg: ALGORITHM, use: 'sig' };
    const [publicJwk, privateJwk] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
    return this.database.write(undefined, async (tx) => {
      // Two processes that miss a key at the same moment make one.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('identity.signing_key', 3))`);
      const [other] = await tx.query<StoredKey[]>(NEWEST);
      if (other !== undefined) return other;
      const made = { kid, private_jwk: { ...privateJwk, ...about } };
      await tx.query('insert into identity.signing_key (kid, public_jwk, private_jwk) values ($1, $2, $3)', [
        kid,
        { ...publicJwk, ...about },
        made.private_jwk,
      ]);
      return made;
    });
  }
}

interface StoredKey {
  kid: string;
  private_jwk: JWK;
}

const NEWEST = `
  select kid, private_jwk from identity.signing_key
  where created_at > now() - interval '${SIGNS_DAYS} days' order by created_at desc limit 1`;
