import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DistributionService,
  GatesService,
  type NewDistribution,
  type Run,
  TermsService,
} from '../../src/distribution/index.js';
import { Database } from '../../src/platform/database/database.js';
import { ClaimsService } from '../../src/repertoire/index.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { loadedSociety } from '../support/loaded-society.js';
import { PROJECT } from '../support/project.js';

const TINY = join(PROJECT, 'test/golden/tiny');

const STRICT = [
  { gate: 'unidentified_share', most: '0' },
  { gate: 'disputed_share', most: '0.5' },
] as const;

let app: TestApplication;
let db: Database;
let distributions: DistributionService;
let terms: TermsService;
let society: number;
let money: Omit<NewDistribution, 'kind'>;
let societies = 0;

beforeAll(async () => {
  app = await startApplication();
  db = app.service(Database);
  distributions = app.service(DistributionService);
  terms = app.service(TermsService);
});

afterAll(() => app?.stop());

beforeEach(async () => {
  ({ society, ...money } = await loadedSociety(app, TINY, `Film Makers ${++societies}`));
});

const publish = () =>
  db.write(society, (tx) => terms.publishRuleSet(tx, money.ruleSetId, 'General assembly, 12 May 2026, no. 4', 'bela'));

const open = (kind: NewDistribution['kind'] = 'normal', rules = money.ruleSetId) =>
  db.write(society, (tx) => distributions.open(tx, society, { ...money, ruleSetId: rules, kind }, 'anna'));

const calculate = (run: Run) => db.write(society, (tx) => distributions.calculate(tx, run, 'anna', () => undefined));

const approve = (run: Run, actor = 'bela') => db.write(society, (tx) => distributions.approve(tx, run, actor));

const post = (run: Run) => db.write(society, (tx) => distributions.post(tx, run, 'clock', () => undefined));

const states = (run: Run) =>
  db.read(society, async (tx) => (await distributions.history(tx, run)).map(({ state, actor }) => `${state} ${actor}`));

/** Rows of allocations.csv that name a party or suspense, as the contract writes them. */
async function allocations({ distributionId }: Run): Promise<string[]> {
  const rows = await db.read(
    society,
    (tx) =>
      tx.query(
        `select concat_ws(',', c.code, a.beneficiary_kind, coalesce(p.code, a.suspense), c.currency,
           distribution.major_units(a.amount_minor, c.minor_units)) as row
         from distribution.allocation a
         join distribution.collection c on c.collection_id = a.collection_id
         left join repertoire.party p on p.party_id = a.party_id
         where a.distribution_id = $1 and a.amount_minor > 0`,
        [distributionId],
      ) as Promise<{ row: string }[]>,
  );
  return rows.map(({ row }) => row).sort();
}

function expected(): string[] {
  const rows = readFileSync(join(TINY, 'expected/allocations.csv'), 'utf8').trim().split('\n').slice(1);
  return rows.filter((row) => row.split(',')[1] !== 'deduction').sort();
}

/** Half of the first claim of the folder, from today on known to be disputed. */
async function disputeClaim(): Promise<void> {
  await db.write(society, async (tx) => {
    const [{ code }] = (await tx.query(
      `select min(code) as code from repertoire.claim where status = 'asserted' and superseded_at is null`,
    )) as [{ code: string }];
    await app.service(ClaimsService).change(tx, society, code, { status: 'disputed' });
  });
}

describe('A distribution', () => {
  it('is opened, calculated, approved by another person and posted, and pays what a folder run pays', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    await approve(run);
    await post(run);
    expect(await states(run)).toEqual(['open anna', 'calculated anna', 'approved bela', 'posted clock']);
    expect(await allocations(run)).toEqual(expected());
    const unbalanced = await db.read(society, (tx) =>
      tx.query('select 1 from ledger.posting group by transaction_id having sum(debit_minor) <> sum(credit_minor)'),
    );
    expect(unbalanced).toEqual([]);
  });

  it('is not approved by whoever calculated it', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    await expect(approve(run, 'anna')).rejects.toMatchObject({ code: 'distribution-approved-by-maker' });
    expect(await states(run)).toEqual(['open anna', 'calculated anna']);
  });

  it('is not approved after a claim in one of its works has changed, until it is calculated anew', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    const before = await allocations(run);
    await disputeClaim();
    await expect(approve(run)).rejects.toMatchObject({ code: 'distribution-inputs-changed' });
    await db.write(society, (tx) => distributions.reopen(tx, run, 'anna', 'a claim is disputed'));
    expect(await allocations(run)).toEqual([]);
    await calculate(run);
    await db.write(society, (tx) =>
      app.service(GatesService).waive(tx, run, 'disputed_share', 'carla', 'the only work in dispute'),
    );
    await approve(run);
    await post(run);
    expect(await allocations(run)).not.toEqual(before);
    expect(await states(run)).toHaveLength(6);
  });

  it('loses its approval with a reason', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    await approve(run);
    await db.write(society, (tx) => distributions.voidApproval(tx, run, 'bela', 'wrong bank receipt'));
    await expect(post(run)).rejects.toMatchObject({ code: 'distribution-state' });
    await approve(run, 'carla');
    await post(run);
    expect((await states(run)).at(-1)).toBe('posted clock');
  });

  it('is posted once, however many try at the same time', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    await approve(run);
    const attempts = await Promise.allSettled(Array.from({ length: 100 }, () => post(run)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = attempts.flatMap((attempt) =>
      attempt.status === 'rejected' ? [(attempt.reason as { code: string }).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['distribution-state']));
    const [{ booked }] = (await db.read(society, (tx) =>
      tx.query('select count(*)::integer as booked from ledger.transaction'),
    )) as [{ booked: number }];
    expect(booked).toBe(money.collections.length);
  });

  it('follows rules that a resolution has put in force', async () => {
    const run = await open();
    await calculate(run);
    await expect(approve(run)).rejects.toMatchObject({ code: 'rule-set-not-published' });
    await publish();
    await approve(run);
  });

  it('that is a what-if shows what other rules would pay, beside the real one, and is never posted', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    const rules = await db.write(society, (tx) =>
      terms.addRuleSet(
        tx,
        society,
        {
          deductions: [{ code: 'culture', ordinal: 0, kind: 'social_cultural', percent: '50', licenceId: null }],
          weights: [],
        },
        'anna',
      ),
    );
    const whatIf = await open('what_if', rules);
    await calculate(whatIf);
    expect(await allocations(whatIf)).not.toEqual(await allocations(run));
    await expect(approve(whatIf)).rejects.toMatchObject({ code: 'distribution-what-if' });
    await expect(post(whatIf)).rejects.toMatchObject({ code: 'distribution-state' });
    await approve(run);
    await post(run);
    expect(await allocations(run)).toEqual(expected());
  });

  it('is measured before approval, and what is above its limit is waived by name or mended', async () => {
    const gates = app.service(GatesService);
    const strict = await db.write(society, async (tx) => {
      const rules = { deductions: [], weights: [], gates: STRICT };
      const ruleSetId = await terms.addRuleSet(tx, society, rules, 'anna');
      await terms.publishRuleSet(tx, ruleSetId, 'no. 5', 'bela');
      return ruleSetId;
    });
    await disputeClaim();
    const run = await open('normal', strict);
    await calculate(run);
    const list = () => db.read(society, (tx) => gates.list(tx, run));
    expect((await list()).map(({ gate, most, passed }) => `${gate} ${most} ${passed}`)).toEqual([
      'difference_to_collections 0 true',
      'disputed_share 0.5 false',
      'new_conflicts 0 true',
      'parties_changed 0 true',
      'unidentified_share 0 false',
      'works_changed 0 true',
    ]);
    const waive = (gate: 'disputed_share' | 'unidentified_share') =>
      db.write(society, (tx) => gates.waive(tx, run, gate, 'carla', 'known to the board'));
    await expect(approve(run)).rejects.toMatchObject({ code: 'distribution-gates' });
    await waive('disputed_share');
    await expect(approve(run)).rejects.toMatchObject({ code: 'distribution-gates' });
    await waive('unidentified_share');
    await expect(waive('unidentified_share')).rejects.toMatchObject({ code: 'gate-waived-before' });
    await approve(run);
    expect((await list()).map(({ waived_by: by, reason }) => [by, reason])).toContainEqual([
      'carla',
      'known to the board',
    ]);
  });

  it('is compared with the one that was posted last', async () => {
    await publish();
    const first = await open();
    await calculate(first);
    await approve(first);
    await post(first);
    await disputeClaim();
    const second = await open();
    await calculate(second);
    const measures = await db.read(society, (tx) => app.service(GatesService).list(tx, second));
    const closed = measures.filter(({ passed }) => !passed).map(({ gate, measured }) => `${gate} ${measured}`);
    expect(closed).toEqual(expect.arrayContaining(['new_conflicts 1', 'parties_changed 1']));
  });

  it('releases what it holds for as many years as the society looks back, and no longer', async () => {
    await publish();
    const run = await open();
    await calculate(run);
    const adjust = (today: string) =>
      db.write(society, (tx) => distributions.adjust(tx, run, 'anna', { reason: 'late', today }));
    await expect(adjust('2026-12-31')).rejects.toMatchObject({ code: 'distribution-not-posted' });
    await approve(run);
    await post(run);
    await db.write(society, (tx) =>
      tx.query(`insert into profile.society_profile (jurisdiction, valid_from, reason, decided_by)
        values ('EU', '2020-01-01', 'seat of the society', 'anna')`),
    );
    await adjust('2029-12-31');
    const late = { code: 'release-too-late', message: expect.stringContaining('2029-12-31') };
    await expect(adjust('2030-01-01')).rejects.toMatchObject(late);
  });
});
