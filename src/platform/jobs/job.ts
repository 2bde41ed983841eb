export type JobState = 'queued' | 'running' | 'done' | 'failed';

/** Why a job failed, as a problem of RFC 9457 would say it. */
export interface JobProblem {
  code: string;
  detail: string;
  details: readonly string[];
}

/** Work that is done after the answer went out. */
export interface Job {
  id: string;
  kind: string;
  state: JobState;
  askedBy: string;
  askedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Of `total`, in what the kind counts: lines, cells, rows. */
  done: string;
  total: string | null;
  result: unknown;
  problem: JobProblem | null;
}

/** The columns of a job as the object above; for lists too. Numbers of bigint arrive as text. */
export const JOB_COLUMNS = `
  job_id as id, kind, state, asked_by as "askedBy", asked_at as "askedAt", started_at as "startedAt",
  ended_at as "endedAt", done, total, result, problem`;

/** When the job will be done if it goes on as so far; null while that cannot be said. */
export function expectedEnd({ state, startedAt, done, total }: Job, now: Date): Date | null {
  if (state !== 'running' || startedAt === null || total === null || done === '0') return null;
  const elapsed = now.getTime() - startedAt.getTime();
  return new Date(startedAt.getTime() + (elapsed * Number(total)) / Number(done));
}
