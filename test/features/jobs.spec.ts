import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../src/kernel/domain-error.js';
import { CalendarTask, JobHandler } from '../../src/platform/jobs/job-handler.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import type { RunningJob } from '../../src/platform/jobs/running-job.js';
import { Worker } from '../../src/platform/jobs/worker.js';
import { Attacker } from '../support/attack.js';
import { TestService } from '../support/service.js';

let service: TestService;
let society: number;
let other: number;
const jobs = new JobsService();
const workers: Worker[] = [];

/** Registers a party in a society, as many times as the test lets it begin. */
class Register extends JobHandler {
  readonly kind = 'test.register';
  begun = 0;
  before = (_attempt: number, _job: RunningJob): Promise<void> => Promise.resolve();

  async run({ id }: { id: string }, job: RunningJob): Promise<void> {
    this.begun++;
    await this.before(this.begun, job);
    await job.conclude(async (tx) => {
      await tx.query(`insert into repertoire.party (code, name, kind) values ($1, $1, 'person')`, [id]);
      return { party: id };
    });
  }
}

class Count extends CalendarTask {
  readonly kind = 'test.count';
  readonly seen: number[] = [];

  run(seen: number): Promise<void> {
    this.seen.push(seen);
    return seen === other ? Promise.reject(new Error('this society is out of order')) : Promise.resolve();
  }
}

async function startWorker(handler: JobHandler, tasks: CalendarTask[] = []): Promise<Worker> {
  const refusals = {
    party_code_unique: (cause: Error) => new DomainError('conflict', 'party-exists', 'It is there.', { cause }),
  };
  const worker = await Worker.start({
    ...{ database: service.db.database, url: service.db.loginUrl, handlers: [handler], tasks, refusals },
    ...{ errands: [], ended: () => Promise.resolve() },
    societies: () => Promise.resolve([society, other]),
  });
  workers.push(worker);
  return worker;
}

function ask(id: string, kind = 'test.register'): Promise<string> {
  return service.db.database.write(society, async (tx) => (await jobs.enqueue(tx, 'person:1', kind, { id })).id);
}

async function ended(id: string): Promise<Awaited<ReturnType<JobsService['get']>>> {
  for (;;) {
    const job = await service.db.database.read(society, (tx) => jobs.get(tx, id));
    if (job.endedAt !== null) return job;
    await sleep(20);
  }
}

async function parties(): Promise<string[]> {
  const rows = await service.db.database.read(society, (tx) =>
    tx.query<{ code: string }[]>('select code from repertoire.party order by code'),
  );
  return rows.map(({ code }) => code);
}

beforeAll(async () => {
  service = await TestService.start();
  society = await service.society('Society');
  other = await service.society('Other');
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(5_000)));
});
afterAll(() => service?.stop());

describe('A job', () => {
  it('is done after the transaction that asked for it, and not if that was rolled back', async () => {
    await startWorker(new Register());
    await expect(
      service.db.database.write(society, async (tx) => {
        await jobs.enqueue(tx, 'person:1', 'test.register', { id: 'never' });
        throw new Error('thought better of it');
      }),
    ).rejects.toThrow('thought better of it');
    const job = await ended(await ask('one'));
    expect(job).toMatchObject({ state: 'done', result: { party: 'one' }, problem: null, askedBy: 'person:1' });
    expect(await parties()).toEqual(['one']);
  });

  it('that is refused says why and is not tried again, by a refusal of the database too', async () => {
    const register = new Register();
    await startWorker(register);
    expect(await ended(await ask('one'))).toMatchObject({
      state: 'failed',
      problem: { code: 'party-exists', detail: 'It is there.', details: [] },
    });
    expect(register.begun).toBe(1);
  });

  it('that failed by a defect is tried again', async () => {
    const register = new Register();
    register.before = (attempt) => (attempt === 1 ? Promise.reject(new Error('cable pulled')) : Promise.resolve());
    await startWorker(register);
    expect(await ended(await ask('two'))).toMatchObject({ state: 'done' });
    expect(register.begun).toBe(2);
  });

  it('tells how far it is, and when it will be done', async () => {
    const register = new Register();
    let go!: () => void;
    const watched = new Promise<void>((resolve) => (go = resolve));
    register.before = (_attempt, job) => {
      job.progress(250, 1000);
      return watched;
    };
    await startWorker(register);
    const token = await service.token(society, ['SV']);
    const id = await ask('three');
    let answer = await service.call('GET', `/v1/jobs/${id}`, { token });
    while (answer.json.progress.done === '0') answer = await service.call('GET', `/v1/jobs/${id}`, { token });
    expect(answer.json).toMatchObject({ state: 'running', progress: { done: '250', total: '1000' } });
    const { startedAt, progress } = answer.json as { startedAt: string; progress: { expectedAt: string } };
    expect(Date.parse(progress.expectedAt)).toBeGreaterThan(Date.parse(startedAt));
    go();
    await ended(id);
    const { json } = await service.call('GET', `/v1/jobs/${id}`, { token });
    expect(json).toMatchObject({ state: 'done', progress: { done: '1000', total: '1000', expectedAt: null } });
  });

  it('of a process that was killed is done by another, once, and the dead one cannot come back', async () => {
    const lost = new Register();
    let wake!: () => void;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    lost.before = () => asleep;
    const dead = await startWorker(lost);
    const id = await ask('four');
    while (lost.begun === 0) await sleep(10);
    // To others, a process whose connections are gone is dead; this one still believes that it works.
    workers.splice(0);
    await dead.stop(0);
    const heir = new Register();
    await startWorker(heir);
    const done = await ended(id);
    expect(done).toMatchObject({ state: 'done', result: { party: 'four' } });
    expect([lost.begun, heir.begun]).toEqual([1, 1]);
    wake();
    await sleep(200);
    expect((await parties()).filter((code) => code === 'four')).toEqual(['four']);
    expect(await service.db.database.read(society, (tx) => jobs.get(tx, id))).toEqual(done);
  });

  it('that no worker ever brought to an end is given up', async () => {
    const id = await ask('five', 'test.unknown');
    // As five killed processes leave it.
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query('set local role cineledger_jobs');
      await tx.query(
        `update graphile_worker._private_jobs set attempts = 5, locked_at = now() - interval '1 minute', locked_by = 'pool-dead'
         where payload ->> 'job' = $1`,
        [id],
      );
    });
    await service.db.database.write(society, (tx) =>
      tx.query(`update platform.job set state = 'running', started_at = now() where job_id = $1`, [id]),
    );
    await startWorker(new Register());
    expect(await ended(id)).toMatchObject({ state: 'failed', problem: { code: 'job-given-up' } });
  });

  it('is seen by who asked on that side alone', async () => {
    await service.db.database.write(society, (tx) =>
      tx.query(`insert into licensing.licensee (name) values ('X'), ('Y')`),
    );
    const [x, y] = await Promise.all([1, 2].map((licenseeId) => service.token(society, ['L'], { licenseeId })));
    const id = await service.db.database.write({ society, licensee: 1 }, async (tx) => {
      return (await jobs.enqueue(tx, 'client:x', 'test.unknown', {})).id;
    });
    expect((await service.call('GET', `/v1/jobs/${id}`, { token: x! })).status).toBe(200);
    expect((await service.call('GET', `/v1/jobs/${id}`, { token: y! })).json.code).toBe('job-not-found');
    expect((await service.call('GET', `/v1/jobs`, { token: x! })).json.items).toHaveLength(1);
    expect((await service.call('GET', `/v1/jobs/x`, { token: x! })).json.code).toBe('job-not-found');
    const csv = { Accept: 'text/csv' };
    const officer = await service.token(society, ['SV']);
    const { text } = await service.call('GET', `/v1/jobs?state=failed`, { token: officer, headers: csv });
    expect(text.split('\n')[1]).toMatch(/^\d+,test\.unknown,failed,person:1,.*,job-given-up$/);
  });
});

describe('What the calendar does', () => {
  it('is done in every society, whatever becomes of it in another', async () => {
    const count = new Count();
    await startWorker(new Register(), [count]);
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query('set local role cineledger_jobs');
      await tx.query(`select graphile_worker.add_job('calendar')`);
    });
    while (new Set(count.seen).size < 2) await sleep(20);
    expect(new Set(count.seen)).toEqual(new Set([society, other]));
  });
});

describe('The database refuses', () => {
  it.each([
    [
      'that a job which has ended is changed',
      `update platform.job set problem = null, state = 'done' where state = 'failed'`,
      'job_ended_for_good',
    ],
    [
      'that a job fails without its problem',
      `update platform.job set state = 'failed', started_at = now(), ended_at = now() where state = 'queued'`,
      'job_ends_with_its_outcome',
    ],
    [
      'that more is done than there is',
      `update platform.job set done = 2, total = 1 where state = 'queued'`,
      'job_progress_within_total',
    ],
  ])('%s', async (_what, statement, constraint) => {
    const attacker = await Attacker.connect(service.db.url);
    try {
      expect(await attacker.try(society, [statement])).toMatchObject({ constraint });
    } finally {
      await attacker.close();
    }
  });
});
