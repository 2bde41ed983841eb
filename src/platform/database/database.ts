import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { APP_ROLE, AUDIENCE_ROLES } from './server/index.js';

/** A transaction: every function that touches rows takes it first. */
export type Tx = EntityManager;

/**
 * Whose rows a transaction sees. A society's own people see all of its rows; a licensee and a holder only those that
 * are theirs; the public what the law has published.
 */
export interface Scope {
  readonly society: number;
  /** At most one of these is there. */
  readonly licensee?: number;
  readonly party?: number;
  readonly audience?: 'public';
}

/**
 * The only way to a transaction. Each one drops to the application role, or that of a licensee, holder or the public:
 * they own nothing and are bound by row-level security, so no caller can forget it.
 */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction, which commits when it resolves and is rolled back when it rejects.
   * @param scope the tenant whose rows are seen and written; none for work that finds or makes its society
   */
  write<T>(scope: Scope | number | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      await this.#enter(tx, scope);
      return work(tx);
    });
  }

  /** Runs `work` in a read-only transaction that sees one state of the database throughout. */
  read<T>(scope: Scope | number | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      await tx.query('set transaction read only');
      await this.#enter(tx, scope);
      return work(tx);
    });
  }

  async #enter(tx: Tx, given: Scope | number | undefined): Promise<void> {
    const scope = typeof given === 'number' ? { society: given } : given;
    await tx.query(`set local role ${roleFor(scope)}`);
    if (scope === undefined) return;
    await setLocal(tx, 'app.society', scope.society);
    if (scope.licensee !== undefined) await setLocal(tx, 'app.licensee', scope.licensee);
    if (scope.party !== undefined) await setLocal(tx, 'app.party', scope.party);
  }
}

/**
 * Has the transaction see one state of the database throughout, whatever others commit meanwhile: for long work whose parts
 * must fit together. It comes before any statement that reads.
 */
export async function readOneState(tx: Tx): Promise<void> {
  await tx.query('set transaction isolation level repeatable read');
}

function roleFor(scope: Scope | undefined): string {
  if (scope?.licensee !== undefined) return AUDIENCE_ROLES.licensee;
  if (scope?.party !== undefined) return AUDIENCE_ROLES.holder;
  return scope?.audience === 'public' ? AUDIENCE_ROLES.public : APP_ROLE;
}

type Setting = 'app.society' | 'app.distribution' | 'app.licensee' | 'app.party';

/**
 * Sets what statements read as `current_setting(name)`, for the rest of the transaction. SET takes no parameters, hence
 * the check; set_config() would, but does not reach the workers of a cluster.
 */
export async function setLocal(tx: Tx, name: Setting, value: number): Promise<void> {
  if (!Number.isSafeInteger(value)) throw new TypeError(`no number for ${name}: ${value}`);
  await tx.query(`set local ${name} = '${value}'`);
}
