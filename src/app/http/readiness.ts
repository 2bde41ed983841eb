import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Whether requests should be sent here: not while the database is away, nor once the service is told to stop. */
@Injectable()
export class Readiness {
  #stopping = false;

  constructor(private readonly database: Database) {}

  stop(): void {
    this.#stopping = true;
  }

  /** Undefined when ready, else why not. */
  async fault(): Promise<string | undefined> {
    if (this.#stopping) return 'The service is stopping.';
    try {
      await this.database.read(undefined, (tx) => tx.query('select 1'));
      return undefined;
    } catch {
      // Why is in the log of every request that needs it; a probe wants to know whether.
      return 'The database does not answer.';
    }
  }
}
