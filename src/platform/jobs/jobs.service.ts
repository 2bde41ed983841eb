import { Injectable } from '@nestjs/common';
import { bigNumberOf } from '../row-number.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Tx } from '../database/database.js';
import { type Job, JOB_COLUMNS } from './job.js';

/** Long work that is asked for in one transaction and done by a worker in others. */
@Injectable()
export class JobsService {
  /**
   * Has the work done once the transaction commits; rolled back, it was never asked for.
   * @param askedBy the caller's id, as in the audit trail
   * @param kind of a JobHandler that the worker has
   * @param input what the handler is to be told, as JSON
   */
  async enqueue(tx: Tx, askedBy: string, kind: string, input: object): Promise<Job> {
    const [job] = await tx.query<[Job]>(
      `insert into platform.job (kind, input, asked_by) values ($1, $2, $3) returning ${JOB_COLUMNS}`,
      [kind, input, askedBy],
    );
    await tx.query(
      `select platform.enqueue($1, json_build_object('society', current_setting('app.society')::integer, 'job', $2::text), null)`,
      [kind, job.id],
    );
    return job;
  }

  /** @throws job-not-found, also for what somebody else asked for */
  async get(tx: Tx, id: string): Promise<Job> {
    const [job] = await tx.query<Job[]>(`select ${JOB_COLUMNS} from platform.job where job_id = $1`, [bigNumberOf(id)]);
    if (job === undefined) throw jobNotFound(id);
    return job;
  }
}

const jobNotFound = (id: string) =>
  new DomainError('not-found', 'job-not-found', `Job ${id} is not known. GET /v1/jobs lists yours.`);
