import { timingSafeEqual } from 'node:crypto';
import type { Tx } from '../../platform/database/database.js';
import { newSecret, sha256 } from '../secrets.js';

export interface MadeSecret {
  /** Kept nowhere. */
  secret: string;
  /** Until when the secret before it is good too. */
  formerUntil: Date;
}

/** Makes the client's next secret. The one before it is good for so many hours more, and any before that no longer. */
export async function makeSecret(tx: Tx, clientId: string, formerHours: number): Promise<MadeSecret> {
  const secret = newSecret();
  const [row] = await tx.query<[{ formerUntil: Date }]>(
    `insert into identity.client_secret (client_id, ordinal, secret_sha256, former_until)
     values ($1, (select coalesce(max(s.ordinal), 0) + 1 from identity.client_secret s where s.client_id = $1), $2,
       now() + make_interval(hours => $3))
     returning former_until as "formerUntil"`,
    [clientId, sha256(secret), formerHours],
  );
  return { secret, formerUntil: row.formerUntil };
}

/** Whether the secret is the client's last one, or the one before it while that is good. */
export async function isSecretOf(tx: Tx, clientId: string, secret: string): Promise<boolean> {
  const good = await tx.query<{ hash: Buffer }[]>(
    `with last as (
       select s.ordinal, s.former_until from identity.client_secret s where s.client_id = $1 order by s.ordinal desc limit 1)
     select s.secret_sha256 as hash from identity.client_secret s
     cross join last
     where s.client_id = $1 and (s.ordinal = last.ordinal or (s.ordinal = last.ordinal - 1 and last.former_until > now()))`,
    [clientId],
  );
  const given = sha256(secret);
  return good.some(({ hash }) => timingSafeEqual(hash, given));
}
