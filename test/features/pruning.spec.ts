import { JobKinds } from '../../src/app/jobs/job-kinds.module.js';
import { PruneTask } from '../../src/app/jobs/prune.task.js';
import { TestService } from '../support/service.js';

let service: TestService;
let society: number;
let other: number;

beforeAll(async () => {
  service = await TestService.start();
  society = await service.society('Society');
  other = await service.society('Other');
  for (const one of [society, other]) await asOwner(one, ROWS);
});
afterAll(() => service?.stop());

function asOwner(one: number, statements: readonly string[]): Promise<void> {
  return service.db.dataSource.transaction(async (tx) => {
    await tx.query(`set local app.society = '${one}'`);
    for (const statement of statements) await tx.query(statement);
  });
}

/** Each is there as `new`, a day before its time is over, and as `old`, a day after. */
const ROWS = [
  `insert into platform.idempotent_answer (actor, key, request_sha256, status, headers, body, answered_at)
   values ('cli:x', 'new', sha256('x'), 201, '{}', '', now() - interval '29 days'),
     ('cli:x', 'old', sha256('x'), 201, '{}', '', now() - interval '31 days')`,
  `insert into platform.job (kind, input, asked_by, state, started_at, ended_at)
   select name, '{}', 'cli:x', state, now() - age, case state when 'done' then now() - age end
   from (values ('new', 'done', interval '89 days'), ('old', 'done', interval '91 days'),
     ('new: runs', 'running', interval '200 days')) as job (name, state, age)`,
  `insert into identity.person (email, password_hash, roles) values ('a@b', '$argon2id$x', '{RO}')`,
  `insert into identity.session (token_sha256, person_id, opened_at, expires_at)
   select sha256((name || person_id)::bytea), person_id, now() - age - interval '12 hours', now() - age
   from identity.person cross join (values ('new', interval '89 days'), ('old', interval '91 days')) as session (name, age)`,
  `insert into identity.login_attempt (account, address, attempted_at, succeeded)
   values ('new', '', now() - interval '89 days', false), ('old', '', now() - interval '91 days', true)`,
  `insert into webhooks.endpoint default values`,
  `insert into webhooks.event (event_id, type, subject, body, announced_at)
   select gen_random_uuid(), 'a.b', name, '{}', now() - age - interval '3 days'
   from (values ('new', interval '89 days'), ('old', interval '91 days'), ('new: pending', interval '200 days')) as event (name, age)`,
  `insert into webhooks.delivery (event_id, endpoint_id, state, due_at, ended_at)
   select v.event_id, e.endpoint_id, case v.subject when 'new: pending' then 'pending' else 'dead' end,
     case v.subject when 'new: pending' then now() end,
     case when v.subject <> 'new: pending' then v.announced_at + interval '3 days' end
   from webhooks.event v cross join webhooks.endpoint e`,
  `insert into webhooks.attempt (delivery_id, ordinal, begun_at, milliseconds, failure)
   select delivery_id, 1, now(), 1, 'timeout' from webhooks.delivery`,
];

/** What is left, by name. */
async function left(one: number): Promise<Record<string, string[]>> {
  const names = (sql: string) => `array(select ${sql} order by 1)`;
  const [row] = await service.db.database.read(one, (tx) =>
    tx.query<Record<string, string[]>[]>(`select
      ${names('key from platform.idempotent_answer')} as answers,
      ${names('kind from platform.job')} as jobs,
      ${names(`case when expires_at > now() - interval '90 days' then 'new' else 'old' end from identity.session`)} as sessions,
      ${names('account from identity.login_attempt')} as attempts,
      ${names('subject from webhooks.event')} as events,
      ${names('v.subject from webhooks.delivery d join webhooks.event v using (event_id)')} as deliveries,
      ${names('v.subject from webhooks.attempt a join webhooks.delivery d using (delivery_id) join webhooks.event v using (event_id)')} as tries`),
  );
  return row!;
}

const ALL = {
  ...{ answers: ['new', 'old'], jobs: ['new', 'new: runs', 'old'], sessions: ['new', 'old'], attempts: ['new', 'old'] },
  ...{
    events: ['new', 'new: pending', 'old'],
    deliveries: ['new', 'new: pending', 'old'],
    tries: ['new', 'new: pending', 'old'],
  },
};

describe('What nobody needs any more', () => {
  it('goes when its time is over, and nothing else, and nothing of another society', async () => {
    expect([await left(society), await left(other)]).toEqual([ALL, ALL]);
    await service.app.get(PruneTask, { strict: false }).run(society);
    const kept = Object.entries(ALL).map(([what, names]) => [what, names.filter((name) => name !== 'old')]);
    expect(await left(society)).toEqual(Object.fromEntries(kept));
    expect(await left(other)).toEqual(ALL);
  });

  it('is looked for by the calendar', async () => {
    const worker = await service.app.get(JobKinds, { strict: false }).work(service.db.loginUrl);
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query('set local role cineledger_jobs');
      await tx.query(`select graphile_worker.add_job('calendar')`);
    });
    while ((await left(other)).answers!.includes('old')) await new Promise((resolve) => setTimeout(resolve, 20));
    await worker.stop(5_000);
  });

  it('cannot be made to go earlier: the application deletes nothing by itself', async () => {
    await expect(
      service.db.database.write(society, (tx) => tx.query('delete from platform.idempotent_answer')),
    ).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});
