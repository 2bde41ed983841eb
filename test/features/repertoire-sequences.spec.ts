import fc from 'fast-check';
import { Attacker } from '../support/attack.js';
import { FILE, RepertoireHouse } from '../support/repertoire.js';

let house: RepertoireHouse;
let attacker: Attacker;

beforeAll(async () => {
  house = await RepertoireHouse.open();
  attacker = await Attacker.connect(house.service.db.url);
});
afterAll(async () => {
  await attacker?.close();
  await house?.close();
});

const read = <Row>(sql: string, parameters: unknown[]) =>
  house.service.db.database.read(house.society, (tx) => tx.query<Row[]>(sql, parameters));

/** Sends it, whatever comes of it: what the field refuses is refused, and anything else is a bug. */
async function attempt(path: string, body: object, who: string): Promise<void> {
  const { status, text } = await house.service.call('POST', path, { token: await house.token(who), body });
  expect([path, status < 500, text]).toEqual([path, true, expect.anything()]);
}

interface Event {
  from_state: string;
  state: string;
  role: string;
}

/** Each step begins where the one before ended. */
function expectUnbroken(events: readonly Event[]): void {
  expect(events.map(({ from_state }) => from_state)).toEqual([
    'none',
    ...events.slice(0, -1).map(({ state }) => state),
  ]);
}

const MANDATE_STATES = ['none', 'draft', 'signed', 'active', 'notice_given', 'ended', 'discarded'];
const MANDATE_MOVES = [
  ...['none draft RO', 'draft discarded RO', 'signed discarded RO', 'draft signed RO', 'draft signed H'],
  ...[
    'signed active AP',
    'active notice_given RO',
    'active notice_given H',
    'active ended SYS',
    'notice_given ended SYS',
  ],
];

const mandateSteps = {
  sign: { body: { fileSha256: FILE, signedOn: '2026-01-15', reason: 'signed' }, step: 'signature' },
  approve: { body: { reason: 'complete' }, step: 'approval' },
  discard: { body: { reason: 'mistake' }, step: 'discard' },
  withdrawOne: { body: { lines: [1], reason: 'letter' }, step: 'withdrawal' },
  withdraw: { body: { reason: 'letter' }, step: 'withdrawal' },
  tail: { body: { reason: 'none' }, step: 'tail' },
};

const forged = fc.record({
  kind: fc.constant('forged' as const),
  from: fc.constantFrom(...MANDATE_STATES),
  to: fc.constantFrom(...MANDATE_STATES),
  role: fc.constantFrom('RO', 'H', 'AP', 'SYS'),
  skip: fc.integer({ min: -1, max: 1 }),
});
const stepped = fc.record({
  kind: fc.constant('step' as const),
  what: fc.constantFrom(...(Object.keys(mandateSteps) as (keyof typeof mandateSteps)[])),
  who: fc.constantFrom('RO', 'AP', 'LO', 'H jade', 'H lin'),
});
const calendar = fc.constant({ kind: 'calendar' as const });

describe('Whatever happens to a mandate, in whatever order', () => {
  let mandates = 0;

  it('it goes by the steps there are, and what was agreed stays as it was signed', async () => {
    const happenings = fc.array(
      fc.oneof({ weight: 6, arbitrary: stepped }, { weight: 2, arbitrary: forged }, { weight: 1, arbitrary: calendar }),
      { minLength: 4, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(happenings, fc.boolean(), async (all, over) => {
        const id = `m-${++mandates}`;
        const lines = ['rental', 'broadcasting'].map((right) => ({ right, consentOn: '2026-01-10' }));
        await house.mandate(id, 'jade', 'draft', { lines, ...(over && { validTo: '2026-02-01' }) });
        const terms = await termsOf(id);
        for (const one of all) {
          if (one.kind === 'calendar') await house.followCalendar();
          else if (one.kind === 'step') {
            const { body, step } = mandateSteps[one.what];
            await attempt(`/v1/mandates/${id}/${step}`, body, one.who);
          } else {
            const last = (await eventsOf(id)).length;
            await attacker.try(house.society, [
              `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, role, actor, reason)
               select mandate_id, ${last + 1 + one.skip}, '${one.from}', '${one.to}', '${one.role}', 'mallory', 'why not'
               from repertoire.mandate where code = '${id}'`,
            ]);
          }
        }
        const events = await eventsOf(id);
        expectUnbroken(events);
        for (const { from_state, state, role } of events) {
          expect(MANDATE_MOVES).toContain(`${from_state} ${state} ${role}`);
        }
        expect(await termsOf(id)).toEqual(terms);
        await expectSound(id, events);
      }),
      { numRuns: 8 },
    );
  });

  const eventsOf = (id: string) =>
    read<Event>(
      `select e.from_state, e.state, e.role from repertoire.mandate_event e join repertoire.mandate m using (mandate_id)
       where m.code = $1 order by e.ordinal`,
      [id],
    );
  const termsOf = (id: string) =>
    read(
      `select to_jsonb(m) as mandate, (select jsonb_agg(to_jsonb(l) order by l.ordinal) from repertoire.mandate_line l
       where l.mandate_id = m.mandate_id) as lines from repertoire.mandate m where m.code = $1`,
      [id],
    );

  /** Never: in force without a signed file, ended without a tail, in notice with a line that nobody withdrew. */
  async function expectSound(id: string, events: readonly Event[]): Promise<void> {
    const states = events.map(({ state }) => state);
    if (states.includes('active')) expect(states).toContain('signed');
    const [row] = await read<{ tail: boolean; left: number; mandated: number }>(
      `select exists (select from repertoire.mandate_tail t where t.mandate_id = m.mandate_id) as tail,
         (select count(*)::integer from repertoire.mandate_line l where l.mandate_id = m.mandate_id and not exists (
           select from repertoire.mandate_withdrawal w where w.mandate_id = l.mandate_id and w.line = l.ordinal)) as left,
         (select count(*)::integer from repertoire.mandated('infinity') d where d.mandate_id = m.mandate_id) as mandated
       from repertoire.mandate m where m.code = $1`,
      [id],
    );
    if (states.includes('ended')) expect(row!.tail).toBe(true);
    if (states.includes('notice_given')) expect(row!.left).toBe(0);
    expect(row!.mandated).toBe(states.includes('active') ? 2 : 0);
  }
});

const PARTIES = ['jade', 'lin', 'sister'] as const;
const change = fc.record({
  kind: fc.constant('claim' as const),
  party: fc.constantFrom(...PARTIES),
  share: fc.constantFrom('30', '60', '100'),
  territories: fc.constantFrom('*', 'FR', '* -FR', 'US'),
});
const withdrawal = fc.record({ kind: fc.constant('withdraw' as const), party: fc.constantFrom(...PARTIES) });
const argued = fc.record({
  kind: fc.constant('argue' as const),
  what: fc.constantFrom('evidence', 'recommendation', 'resolution', 'expiry', 'forged'),
  party: fc.constantFrom(...PARTIES),
});

describe('Whatever is claimed of a right, in whatever order, and however it is argued about', () => {
  let works = 0;

  it('money that exceeds 100 % is in dispute, nothing else is, and nobody solves it by word alone', async () => {
    const happenings = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: change },
        { weight: 1, arbitrary: withdrawal },
        { weight: 3, arbitrary: argued },
      ),
      { minLength: 4, maxLength: 9 },
    );
    await fc.assert(
      fc.asyncProperty(happenings, async (all) => {
        const work = `w-${++works}`;
        await house.post('/v1/works', { id: work, title: work }, 201);
        for (const one of all) {
          const id = `${work}-${one.party}`;
          if (one.kind === 'withdraw') await attempt(`/v1/claims/${id}/withdrawal`, { reason: 'letter' }, 'RO');
          else if (one.kind === 'argue') await argue(work, one.what, one.party);
          else await put(id, { work, party: one.party, share: one.share, territories: one.territories });
          await expectDisputed(work);
        }
      }),
      { numRuns: 8 },
    );
  });

  async function put(id: string, claim: { work: string; party: string; share: string; territories: string }) {
    const { share, territories } = claim;
    if ((await house.get(`/v1/claims/${id}`)).status === 404) await house.claim(id, claim.party, share, claim);
    else expect((await house.patch(`/v1/claims/${id}`, { share, territories })).status).toBe(200);
  }

  async function argue(work: string, what: string, party: string): Promise<void> {
    const [dispute] = (await house.get(`/v1/disputes?work=${work}&sort=-id`)).json.items;
    if (dispute === undefined) return;
    const path = `/v1/disputes/${dispute.id}`;
    const claims = [{ id: `${work}-${party}`, withdrawn: true }];
    if (what === 'evidence')
      await attempt(`${path}/evidence`, { fileSha256: FILE, description: 'contract', party }, 'RO');
    else if (what === 'recommendation') await attempt(`${path}/recommendation`, { recommendation: 'half' }, 'RO');
    else if (what === 'resolution')
      await attempt(`${path}/resolution`, { outcome: 'agreement', reason: 'agreed', claims }, 'RO');
    else if (what === 'forged') {
      await attacker.try(house.society, [
        `insert into repertoire.dispute_event (dispute_id, ordinal, from_state, state, role, actor, reason, outcome)
         values (${dispute.id}, ${dispute.version + 1}, '${dispute.state}', 'resolved', 'RO', 'mallory', 'why not', 'agreement')`,
      ]);
    } else {
      await house.asOwner(
        `update repertoire.dispute_event set evidence_due = '2026-01-01', decision_due = '2026-02-01'
         where dispute_id = ${dispute.id} and state = 'notified'`,
      );
      await house.followCalendar();
    }
  }

  /** The database sums for itself, and has to find what the program found. */
  async function expectDisputed(work: string): Promise<void> {
    const [found] = await read<{ highest: string; open: number; expired: number; doubled: number }>(
      `select repertoire.highest_share(w.work_id, 'rental', array(
           select code from repertoire.claim c where c.work_id = w.work_id and superseded_at is null))::text as highest,
         count(*) filter (where s.state not in ('resolved', 'expired'))::integer as open,
         count(*) filter (where s.state = 'expired')::integer as expired,
         (select count(*)::integer from (
           select from repertoire.dispute_claim c join repertoire.dispute_standing x using (dispute_id)
           join repertoire.dispute e using (dispute_id)
           where e.work_id = w.work_id and x.state not in ('resolved', 'expired') group by c.claim having count(*) > 1
         ) two) as doubled
       from repertoire.work w
       left join repertoire.dispute d on d.work_id = w.work_id
       left join repertoire.dispute_standing s on s.dispute_id = d.dispute_id
       where w.code = $1 group by w.work_id`,
      [work],
    );
    const { highest, open, expired, doubled } = found!;
    if (Number(highest) <= 100) expect([work, highest, open]).toEqual([work, highest, 0]);
    // What expired unsolved is held all the same, and disputed anew by the next change.
    else expect([work, highest, open + expired > 0]).toEqual([work, highest, true]);
    expect([work, doubled]).toEqual([work, 0]);
    for (const { events } of await read<{ events: Event[] }>(
      `select jsonb_agg(jsonb_build_object('from_state', e.from_state, 'state', e.state) order by e.ordinal) as events
       from repertoire.dispute_event e join repertoire.dispute d using (dispute_id) join repertoire.work w using (work_id)
       where w.code = $1 group by dispute_id`,
      [work],
    )) {
      expectUnbroken(events);
    }
  }
});
