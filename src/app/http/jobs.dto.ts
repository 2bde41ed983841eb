import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery, type ListPlan } from '../../platform/http/list.js';
import { type Job, JOB_COLUMNS, type JobState } from '../../platform/jobs/job.js';
import { JobView } from '../../platform/jobs/job.dto.js';

const STATES = ['queued', 'running', 'done', 'failed'] as const satisfies readonly JobState[];
const SORTS = ['asked', '-asked'] as const;

export class JobQuery extends ListQuery {
  /** Those in a state alone. @example "running" */
  @IsOptional()
  @IsIn(STATES)
  state?: JobState;

  /** By when it was asked for; `-` before it turns the order round. @example "-asked" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-asked';
}

export class JobPage {
  items!: JobView[];
  /** The cursor of the next page; null on the last. @example "WyItYXNrZWQiLCIxNyJd" */
  next!: string | null;
}

export function jobList({ state }: JobQuery): ListPlan<Job> {
  return {
    select: `select ${JOB_COLUMNS} from platform.job where $1::text is null or state = $1`,
    parameters: [state ?? null],
    // Numbers are given in the order of time.
    sorts: { asked: { column: 'id', type: 'bigint' } },
    id: { column: 'id', type: 'bigint' },
    csv: {
      name: 'jobs.csv',
      columns: ['id', 'kind', 'state', 'asked_by', 'asked_at', 'ended_at', 'problem'],
      cells: (job) => [
        ...[job.id, job.kind, job.state, job.askedBy, job.askedAt.toISOString()],
        ...[job.endedAt?.toISOString() ?? null, job.problem?.code ?? null],
      ],
    },
  };
}
