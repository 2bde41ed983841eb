import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DistributionService, TermsService } from '../../src/distribution/index.js';
import { LicencesService } from '../../src/licensing/index.js';
import { Database } from '../../src/platform/database/database.js';
import { ReportsService, type UsageReport } from '../../src/usage/index.js';
import { type ChangeRow, changeList } from '../../src/usage/reports/report-list.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { newSociety } from '../support/society.js';

const HEADER = 'licence_id,use_type,territory,used_on,views,resource_id,title,year\n';
const Q1 = { licence: 'L1', periodStart: '2026-01-01', periodEnd: '2026-03-31' };

let app: TestApplication;
let db: Database;
let reports: ReportsService;
let folder: string;
let society: number;
let societies = 0;

beforeAll(async () => {
  app = await startApplication();
  db = app.service(Database);
  reports = app.service(ReportsService);
  folder = await mkdtemp(join(tmpdir(), 'usage-reports-'));
});

afterAll(async () => {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  society = await newSociety(app.dataSource, `Film Makers ${++societies}`);
  const licence = {
    licensee: 'Stream',
    useTypes: ['svod'],
    territoriesExcept: true,
    territoryCodes: [],
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    currency: 'EUR',
    metric: 'views',
  };
  await db.write(society, (tx) =>
    app.service(LicencesService).add(tx, society, [
      { ...licence, code: 'L1' },
      { ...licence, code: 'L2', licensee: 'Other' },
    ]),
  );
});

/** The lines of a report: title and views. */
function text(...lines: readonly (readonly [title: string, views: number | string, day?: string, licence?: string])[]) {
  const rows = lines.map(([title, views, day = '2026-02-01', licence = 'L1']) =>
    [licence, 'svod', 'FR', day, views, '', title, '1999'].join(','),
  );
  return `${HEADER}${rows.join('\n')}\n`;
}

function receive(content: string | null, period = Q1): Promise<UsageReport> {
  const contentSha256 = content === null ? null : createHash('sha256').update(content).digest('hex');
  return db.write(society, (tx) =>
    reports.receive(tx, society, { ...period, name: 'q1.csv', contentSha256 }, 'stream'),
  );
}

async function send(content: string): Promise<UsageReport> {
  const report = await receive(content);
  const path = join(folder, `${report.usageReportId}.csv`);
  await writeFile(path, content);
  await db.write(society, (tx) => reports.validate(tx, society, report, { path }, () => undefined));
  return report;
}

const states = (report: UsageReport) =>
  db.read(society, async (tx) => (await reports.history(tx, society, report)).map(({ state }) => state));

/** Views that a distribution would count. */
async function counted(): Promise<string> {
  const [{ views }] = (await db.read(society, (tx) =>
    tx.query(
      `select coalesce(sum(quantity), 0)::text as views from usage.usage_line
       where line_id / 10000000000 not in (select usage_report_id from usage.withheld_report)`,
    ),
  )) as [{ views: string }];
  return views;
}

describe('A usage report', () => {
  it('is received, validated and accepted, and then its lines count', async () => {
    const report = await send(text(['Cléo', 10], ['Yi Yi', 5]));
    expect(await states(report)).toEqual(['received', 'validated', 'accepted']);
    expect(await counted()).toBe('15');
  });

  it('that is sent again is the report that it was', async () => {
    const content = text(['Cléo', 10]);
    const first = await send(content);
    const again = await receive(content);
    expect(again.usageReportId).toBe(first.usageReportId);
    expect(await states(again)).toEqual(['received', 'validated', 'accepted']);
  });

  it('is superseded by its revision, which counts in its place; what differs can be seen', async () => {
    const first = await send(text(['Cléo', 10], ['Yi Yi', 5], ['Stays', 1]));
    const second = await send(text(['Cléo', 4], ['New', 20], ['Stays', 1]));
    expect([first.revision, second.revision]).toEqual([1, 2]);
    expect(await states(first)).toEqual(['received', 'validated', 'accepted', 'superseded']);
    expect(await counted()).toBe('25');
    const plan = changeList(first.usageReportId, second.usageReportId);
    const changes = await db.read(society, (tx) =>
      tx.query<ChangeRow[]>(`${plan.select} order by rank`, [...plan.parameters]),
    );
    expect(changes.map(({ title, earlier, later, change }) => [title, earlier, later, change])).toEqual([
      ['New', '0', '20', '20'],
      ['Cléo', '10', '4', '-6'],
      ['Yi Yi', '5', '0', '-5'],
    ]);
  });

  it('says that nothing was used, and is accepted at once', async () => {
    await send(text(['Cléo', 10]));
    const nil = await receive(null);
    expect(await states(nil)).toEqual(['received', 'accepted']);
    expect(await counted()).toBe('0');
  });

  it('of which too many lines are rejected waits for a person, who sees each with its reason', async () => {
    const report = await send(
      text(['Cléo', 10], ['Yi Yi', 'many'], ['Late', 1, '2026-04-01'], ['Theirs', 1, '2026-02-01', 'L2']),
    );
    expect(await states(report)).toEqual(['received', 'validated']);
    expect(await counted()).toBe('0');
    const rejected = await db.read(society, (tx) =>
      tx.query<{ line: string; code: string }[]>(
        'select line_id % 10000000000 as line, code from usage.rejected_line order by line_id',
      ),
    );
    expect(rejected.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '3 bad_metric',
      '4 day_not_reported',
      '5 unknown_licence',
    ]);
    await db.write(society, (tx) => reports.accept(tx, society, report, 'lena'));
    expect(await counted()).toBe('10');
  });

  it('that was rejected can be sent again as it is', async () => {
    const content = text(['Cléo', 'x']);
    const report = await send(content);
    await db.write(society, (tx) => reports.reject(tx, report, 'lena', 'views are no numbers'));
    const again = await receive(content);
    expect(again.revision).toBe(2);
    await expect(db.write(society, (tx) => reports.accept(tx, society, report, 'lena'))).rejects.toMatchObject({
      code: 'report-state',
    });
  });

  it('that cannot be read is refused with place and remedy, and nothing of it is stored', async () => {
    const content = 'licence_id,use_type,territory\nL1,svod,FR\n';
    await expect(send(content)).rejects.toMatchObject({
      code: 'report-unreadable',
      details: ['1: used_on: required column is missing from the header'],
    });
    const report = await receive(content);
    expect(await states(report)).toEqual(['received']);
    await db.write(society, (tx) => reports.reject(tx, report, 'system', 'used_on is missing'));
    expect(await states(report)).toEqual(['received', 'rejected']);
  });

  it('keeps to the periods that were reported before', async () => {
    await send(text(['Cléo', 10]));
    await expect(receive(text(['X', 1]), { ...Q1, periodStart: '2026-02-01' })).rejects.toMatchObject({
      code: 'report-period-crosses',
    });
    await expect(receive(null, { ...Q1, periodStart: '2026-08-02', periodEnd: '2026-08-01' })).rejects.toMatchObject({
      code: 'report-period-reversed',
    });
    await expect(receive(null, { ...Q1, licence: 'L9' })).rejects.toMatchObject({ code: 'licence-not-found' });
  });

  it('of a period that was distributed is not accepted any more', async () => {
    await send(text(['Cléo', 10]));
    await distribute();
    const late = await receive(text(['Cléo', 11]));
    const path = join(folder, 'late.csv');
    await writeFile(path, text(['Cléo', 11]));
    await expect(
      db.write(society, (tx) => reports.validate(tx, society, late, { path }, () => undefined)),
    ).rejects.toMatchObject({ code: 'report-distributed' });
    expect(await counted()).toBe('10');
  });

  it('counts in one revision only, when two are accepted at the same time', async () => {
    const pending = [await receive(text(['A', 1])), await receive(text(['B', 2])), await receive(text(['C', 4]))];
    await Promise.allSettled(
      pending.map(async (report, index) => {
        const path = join(folder, `race-${index}.csv`);
        await writeFile(path, text([['A', 'B', 'C'][index]!, 2 ** index]));
        await db.write(society, (tx) => reports.validate(tx, society, report, { path }, () => undefined));
      }),
    );
    const last = await Promise.all(pending.map(async (report) => (await states(report)).at(-1)));
    expect(last.filter((state) => state === 'accepted')).toHaveLength(1);
    expect(['1', '2', '4']).toContain(await counted());
  });
});

/** Distributes and posts the first quarter of L1. */
async function distribute(): Promise<void> {
  const terms = app.service(TermsService);
  const distributions = app.service(DistributionService);
  const run = await db.write(society, async (tx) => {
    const licence = (await app.service(LicencesService).byCode(tx, society)).get('L1')!;
    await terms.addCollections(tx, [
      {
        code: 'Q1',
        ordinal: 0,
        licenceId: licence.licenceId,
        periodStart: Q1.periodStart,
        periodEnd: Q1.periodEnd,
        amountMinor: 1000n,
        currency: 'EUR',
        minorUnits: 2,
      },
    ]);
    const ruleSetId = await terms.addRuleSet(
      tx,
      society,
      { deductions: [], weights: [], gates: [{ gate: 'unidentified_share', most: '100' }] },
      'anna',
    );
    await terms.publishRuleSet(tx, ruleSetId, 'no. 1', 'bela');
    const collections = await terms.collections(tx, society);
    const opened = await distributions.open(tx, society, { kind: 'normal', ruleSetId, collections }, 'anna');
    await distributions.calculate(tx, opened, 'anna', () => undefined);
    return opened;
  });
  await db.write(society, (tx) => distributions.approve(tx, run, 'bela'));
  await db.write(society, (tx) => distributions.post(tx, run, 'clock', () => undefined));
}
