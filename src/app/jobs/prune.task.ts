import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CalendarTask } from '../../platform/jobs/job-handler.js';

/** Lets go what nobody needs any more: ages stand in the functions, which the application cannot change. */
@Injectable()
export class PruneTask extends CalendarTask {
  readonly kind = 'rows.prune';

  constructor(private readonly database: Database) {
    super();
  }

  async run(society: number): Promise<void> {
    for (const schema of ['platform', 'identity', 'webhooks', 'folder']) {
      await this.database.write(society, (tx) => tx.query(`select ${schema}.prune()`));
    }
  }
}
