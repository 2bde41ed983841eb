import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** A transaction: every function that touches rows takes it first. */
export type Tx = EntityManager;

/**
 * The only way to a transaction. Each one drops to the application role, which owns nothing and is bound by
 * row-level security, so no caller can forget it.
 */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction, which commits when it resolves and is rolled back when it rejects.
   * @param society the tenant whose rows are seen and written; none for work that finds or makes its society
   */
  write<T>(society: number | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      await this.#enter(tx, society);
      return work(tx);
    });
  }

  /** Runs `work` in a read-only transaction that sees one state of the database throughout. */
  read<T>(society: number | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      await tx.query('set transaction read only');
      await this.#enter(tx, society);
      return work(tx);
    });
  }

  async #enter(tx: Tx, society: number | undefined): Promise<void> {
    await tx.query('set local role cineledger_app');
    if (society !== undefined) await setLocal(tx, 'app.society', society);
  }
}

/**
 * Sets what statements read as `current_setting(name)`, for the rest of the transaction. SET takes no parameters, hence
 * the check; set_config() would, but does not reach the workers of a cluster.
 */
export async function setLocal(tx: Tx, name: 'app.society' | 'app.distribution', value: number): Promise<void> {
  if (!Number.isSafeInteger(value)) throw new TypeError(`no number for ${name}: ${value}`);
  await tx.query(`set local ${name} = '${value}'`);
}
