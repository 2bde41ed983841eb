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
      await this.#enter(tx, scope, 'set transaction read only');
      return work(tx);
    });
  }

  /** In one way to the database and back: every request pays for it. */
  async #enter(tx: Tx, given: Scope | number | undefined, ...statements: string[]): Promise<void> {
    const scope = typeof given === 'number' ? { society: given } : given;
    statements.push(`set local role ${roleFor(scope)}`);
    if (scope !== undefined) statements.push(setting('app.society', scope.society));
    if (scope?.licensee !== undefined) statements.push(setting('app.licensee', scope.licensee));
    if (scope?.party !== undefined) statements.push(setting('app.party', scope.party));
    await tx.query(statements.join(';'));
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

/** Sets what statements read as `current_setting(name)`, for the rest of the transaction. */
export async function setLocal(tx: Tx, name: Setting, value: number): Promise<void> {
  await tx.query(setting(name, value));
}

/** SET takes no parameters, hence the check; set_config() would, but does not reach the workers of a cluster. */
function setting(name: Setting, value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`no number for ${name}: ${value}`);
  return `set local ${name} = '${value}'`;
}
