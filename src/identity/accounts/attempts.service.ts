import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { tooManyAttempts } from '../identity.errors.js';
import { sha256 } from '../secrets.js';

const WINDOW_MINUTES = 15;
/** Wrong passwords that an account takes before it waits; a person mistypes twice, not six times. */
const OF_ACCOUNT = 5;
/** An office shares an address. */
const OF_ADDRESS = 50;

/** Who tries to log in, and from where. */
export interface Trial {
  account: string;
  address: string;
}

/** Slows down who guesses: by account, and by address across accounts. Counted in the database, for all processes. */
@Injectable()
export class AttemptsService {
  /**
   * Notes that an attempt begins, before anything is compared: attempts side by side count too.
   * @throws too-many-attempts
   */
  async begin(tx: Tx, { account, address }: Trial): Promise<void> {
    const hashed = sha256(account).toString('hex');
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 2))`, [hashed]);
    const [counted] = await tx.query<{ account: number; address: number }[]>(
      `with recent as (
         select * from identity.login_attempt
         where society_id = current_setting('app.society')::integer
           and attempted_at > now() - make_interval(mins => $3) and (account = $1 or address = $2))
       select
         (select count(*) from recent r where r.account = $1 and not r.succeeded and r.attempted_at > coalesce(
            (select max(s.attempted_at) from recent s where s.account = $1 and s.succeeded), '-infinity'))::integer as account,
         (select count(*) filter (where not r.succeeded) - count(*) filter (where r.succeeded)
            from recent r where r.address = $2)::integer as address`,
      [hashed, address, WINDOW_MINUTES],
    );
    if (counted!.account >= OF_ACCOUNT || counted!.address >= OF_ADDRESS) throw tooManyAttempts(WINDOW_MINUTES);
    await this.#note(tx, hashed, address, false);
  }

  async succeed(tx: Tx, { account, address }: Trial): Promise<void> {
    await this.#note(tx, sha256(account).toString('hex'), address, true);
  }

  async #note(tx: Tx, hashed: string, address: string, succeeded: boolean): Promise<void> {
    await tx.query(
      `insert into identity.login_attempt (society_id, account, address, succeeded)
       values (current_setting('app.society')::integer, $1, $2, $3)`,
      [hashed, address, succeeded],
    );
  }
}
