import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';

const CREATE_INCOMING = sqlFile(import.meta.url, 'sql/create-incoming.sql');
const OPEN_ACCOUNTS = sqlFile(import.meta.url, 'sql/open-accounts.sql');
const POST_INCOMING = sqlFile(import.meta.url, 'sql/post-incoming.sql');

/** Double-entry books. The ledger knows accounts and amounts, and nothing of what they are for. */
@Injectable()
export class LedgerService {
  /**
   * Posts transactions, all of them or, when one does not balance, none.
   * @param fill inserts the rows into the temporary table `incoming_posting` (see create-incoming.sql)
   */
  async post(tx: Tx, society: number, fill: () => Promise<void>): Promise<void> {
    await tx.query(CREATE_INCOMING);
    await fill();
    await tx.query(OPEN_ACCOUNTS, [society]);
    await tx.query(`
      insert into ledger.transaction (code, booked_on, memo)
      select distinct transaction_code, booked_on, memo from incoming_posting`);
    await tx.query(POST_INCOMING, [society]);
    await tx.query('drop table incoming_posting');
  }
}
