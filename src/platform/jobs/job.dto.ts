import { ApiProperty } from '@nestjs/swagger';
import { expectedEnd, type Job } from './job.js';

/** How far a job is, of what it has to do. */
export class JobProgress {
  /** In what the kind of job counts. @example "250000" */
  done!: string;
  /** Null while it is not known. @example "1000000" */
  total!: string | null;
  /** When it will be done if it goes on as so far. @example "2026-11-25T12:00:30.000Z" */
  expectedAt!: string | null;
}

/** Why a job failed. */
export class JobProblemView {
  /** docs/problems.md explains it. @example "report-has-faults" */
  code!: string;
  /** What is wrong, where, and what to do. @example "The report has faults. Mend them and send it again." */
  detail!: string;
  /** Every fault, where there are several. */
  details!: string[];
}

/** Work that is done after the answer went out. Ask again until `state` is done or failed. */
export class JobView {
  /** @example "17" */
  id!: string;
  /** What is done. @example "distribution.calculate" */
  kind!: string;
  /** @example "running" */
  state!: 'queued' | 'running' | 'done' | 'failed';
  /** Who asked. @example "person:7" */
  askedBy!: string;
  /** @example "2026-11-25T12:00:00.000Z" */
  askedAt!: string;
  /** Of the attempt that runs or ran last. @example "2026-11-25T12:00:00.020Z" */
  startedAt!: string | null;
  /** @example "2026-11-25T12:00:40.310Z" */
  endedAt!: string | null;
  progress!: JobProgress;
  /** What the operation that asked for the job promises, once it is done. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { distribution: '7' } })
  result!: Record<string, unknown> | null;
  problem!: JobProblemView | null;

  static from(job: Job): JobView {
    const { id, kind, state, askedBy, askedAt, startedAt, endedAt, done, total, result, problem } = job;
    return {
      ...{ id, kind, state, askedBy },
      askedAt: askedAt.toISOString(),
      startedAt: startedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
      progress: { done, total, expectedAt: expectedEnd(job, new Date())?.toISOString() ?? null },
      result: result as Record<string, unknown> | null,
      problem: problem && { ...problem, details: [...problem.details] },
    };
  }
}
