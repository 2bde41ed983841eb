import pg from 'pg';
import { APP_ROLE } from '../../src/platform/database/server/index.js';

/** How the database answered: nothing, or the constraint and SQLSTATE by which it refused. */
export type Answer = 'let it pass' | { constraint: string | undefined; code: string };

/** Someone who got hold of the application's connection and sends SQL by hand. */
export class Attacker {
  private constructor(private readonly client: pg.Client) {}

  static async connect(url: string): Promise<Attacker> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new Attacker(client);
  }

  /** Runs statements in one transaction of a society, in the application role, up to the commit. */
  async try(society: number | undefined, statements: readonly string[]): Promise<Answer> {
    try {
      await this.client.query('begin');
      await this.client.query(`set local role ${APP_ROLE}`);
      if (society !== undefined) await this.client.query(`set local app.society = '${society}'`);
      for (const statement of statements) await this.client.query(statement);
      await this.client.query('commit');
      return 'let it pass';
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      await this.client.query('rollback');
      return { constraint: error.constraint, code: error.code ?? '' };
    }
  }

  /** The first column of the first row, seen by a society. */
  async read(society: number | undefined, query: string): Promise<unknown> {
    await this.client.query('begin');
    try {
      await this.client.query(`set local role ${APP_ROLE}`);
      if (society !== undefined) await this.client.query(`set local app.society = '${society}'`);
      const { rows } = await this.client.query<unknown[]>({ text: query, rowMode: 'array' });
      return rows[0]?.[0];
    } finally {
      await this.client.query('rollback');
    }
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
