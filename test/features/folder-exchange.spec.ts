import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExportFolder, type ExportSummary, ImportFolder, type ImportSummary } from '../../src/folder/index.js';
import { ReportsService } from '../../src/usage/index.js';
import { applicationOn, type TestApplication } from '../support/application.js';
import { command } from '../support/command.js';
import { DistributingHouse, TINY } from '../support/distributing.js';
import { filesIn } from '../support/golden.js';
import { PROJECT } from '../support/project.js';
import { randomFolder } from '../support/random-folder/index.js';
import { TestService } from '../support/service.js';
import { newSociety } from '../support/society.js';

const UNWATCHED = { stage: () => undefined, lines: () => undefined };

let service: TestService;
let application: TestApplication;
let scratch: string;
let societies = 0;

beforeAll(async () => {
  service = await TestService.start();
  application = await applicationOn(service.db.dataSource);
  await service.work();
});
afterAll(async () => {
  await application?.stop();
  await service?.stop();
});
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'exchange-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

const importInto = (society: string, folder: string): Promise<ImportSummary> =>
  application.service(ImportFolder).import({ folder, society, actor: 'cli:anna' }, UNWATCHED);

const exported = (society: string, distribution: string, out: string): Promise<ExportSummary> =>
  application.service(ExportFolder).export({ society, distributionId: Number(distribution), out }, UNWATCHED);

/** A new society into which a folder was imported, and its people. */
async function importing(folder: string): Promise<{ house: DistributingHouse; summary: ImportSummary }> {
  const name = `Importers ${++societies}`;
  const society = await newSociety(service.db.dataSource, name);
  const summary = await importInto(name, folder);
  return { house: await DistributingHouse.of(service, society, name, summary.ruleSet.id), summary };
}

/** Approved in spite of its gates, and posted. */
async function posted(house: DistributingHouse): Promise<string> {
  await house.publish();
  const id = await house.calculated();
  const { items } = await house.done(house.get(`/v1/distributions/${id}/gates`));
  for (const { gate, passed } of items as { gate: string; passed: boolean }[]) {
    const waiver = { reason: 'the folder is as it is' };
    if (!passed) await house.done(house.post('AP', `/v1/distributions/${id}/gates/${gate}/waiver`, waiver));
  }
  await house.done(house.post('AP', `/v1/distributions/${id}/approval`));
  await house.done(house.post('FO', `/v1/distributions/${id}/posting`));
  return id;
}

const text = (...path: string[]) => readFileSync(join(...path), 'utf8');

/** The allocations of a run of the folder, as bytes. */
async function allocated(folder: string): Promise<string> {
  const out = mkdtempSync(join(scratch, 'run-'));
  await application.run(folder, join(out, 'out'));
  return text(out, 'out', 'allocations.csv');
}

const copyOf = (folder: string, name = 'copy') => {
  cpSync(folder, join(scratch, name), { recursive: true });
  return join(scratch, name);
};

const faultsOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => ['none'],
    (error: { code: string; details: string[] }) => [error.code, ...error.details],
  );

describe('A folder that is imported, distributed and exported', () => {
  const golden = (name: string) => join(PROJECT, 'test/golden', name);
  const folders: [string, (path: string) => string][] = [
    ['tiny', () => TINY],
    ['edge', () => golden('edge')],
    ['random-11', () => golden('random-11')],
    ['a random one', (path) => (randomFolder(path, 4_711, { lines: 200 }), path)],
  ];

  it.each(folders)('gives what its run gives, and again as it comes out: %s', async (_, make) => {
    const folder = make(join(scratch, 'folder'));
    const ran = await allocated(folder);
    if (existsSync(join(folder, 'expected'))) expect(ran).toBe(text(folder, 'expected', 'allocations.csv'));
    const { house } = await importing(folder);
    const id = await posted(house);
    const out = join(scratch, 'exported');
    await exported(house.name, id, out);
    // The rows of the society's own distribution, and those of a run of what came out.
    expect(text(out, 'expected', 'allocations.csv')).toBe(ran);
    expect(await allocated(out)).toBe(ran);
  });

  it('gives the same when claims, titles and parties have changed since', async () => {
    const { house } = await importing(TINY);
    const id = await posted(house);
    const before = join(scratch, 'before');
    await exported(house.name, id, before);
    const { headers } = await house.get('/v1/claims/1');
    const change = { share: '12.5', reason: 'a contract was found' };
    await house.done(house.patch('RO', '/v1/claims/1', headers.get('ETag')!, change));
    // Titles that nobody knew, and that a run of the society's repertoire as it is now would know.
    const unknown = await house.sql<{ title: string }>('select distinct title from distribution.unidentified');
    expect(unknown.length).toBeGreaterThan(0);
    const titles = unknown.map(({ title }) => title).filter((title) => title !== '');
    for (const [index, title] of titles.entries()) {
      await house.done(house.post('RO', '/v1/works', { id: `late-${index}`, title, workType: 'feature' }));
    }
    const after = join(scratch, 'after');
    expect(await exported(house.name, id, after)).toEqual({ renamed: 0 });
    expect(text(after, 'claims.csv')).toBe(text(before, 'claims.csv'));
    expect(text(after, 'claims.csv')).not.toContain('12.5,');
    expect(await allocated(after)).toBe(text(before, 'expected', 'allocations.csv'));
  });

  it('gives the same when what it held has been released; a release gives none', async () => {
    const { house } = await importing(TINY);
    const id = await posted(house);
    const before = join(scratch, 'before');
    await exported(house.name, id, before);
    const decision = { licensee: 'Example Stream', title: 'Unknown picture', work: 'leon', outcome: 'confirmed' };
    await house.done(house.post('DO', '/v1/matches', { ...decision, reason: 'seen' }));
    const release = await house.released(id);
    const after = join(scratch, 'after');
    expect(await exported(house.name, id, after)).toEqual({ renamed: 0 });
    expect(filesIn(after)).toEqual(filesIn(before));
    expect(await faultsOf(exported(house.name, release, join(scratch, 'release')))).toEqual(['export-not-calculated']);
    // The next run knows by that decision what the contract leaves to people.
    const whatIf = await house.calculated('what_if');
    const later = join(scratch, 'later');
    expect((await exported(house.name, whatIf, later)).renamed).toBe(1);
    expect(await allocated(later)).toBe(text(later, 'expected', 'allocations.csv'));
    expect(text(later, 'expected', 'allocations.csv')).not.toContain('unidentified');
  });

  it('tells by aliases what people matched, and nothing by names that came later', async () => {
    const folder = join(scratch, 'folder');
    randomFolder(folder, 815, { lines: 200 });
    const { house } = await importing(folder);
    // People decide: every third item, whatever it bears, is one work; of a resource id not always the same.
    await house.sql(`insert into matching.match (item_id, work_id, method)
      select item_id, 1 + (select min(work_id) from repertoire.work) + (item_id % 2)::integer, 'alias'
      from usage.reported_item where item_id % 3 = 0`);
    const id = await posted(house);
    await house.sql(`insert into matching.alias (licensee_id, resource_id, work_id)
      select distinct on (licensee_id, resource_id) licensee_id, resource_id, (select max(work_id) from distribution.cell)
      from usage.reported_item i
      where resource_id <> '' and not exists (select from matching.match m where m.item_id = i.item_id)
      on conflict do nothing`);
    await house.sql(`insert into repertoire.work_title (work_id, ordinal, title, title_key)
      select (select max(work_id) from distribution.cell), 1000 + row_number() over (), title, title_key
      from (select distinct title, title_key from usage.reported_item i
        where title_key <> '' and not exists (select from matching.match m where m.item_id = i.item_id)) t`);
    const out = join(scratch, 'exported');
    expect((await exported(house.name, id, out)).renamed).toBeGreaterThan(20);
    expect(text(out, 'aliases.csv')).toMatch(/,item \d+,/);
    expect(await allocated(out)).toBe(text(out, 'expected', 'allocations.csv'));
  });

  it('is exported as it was calculated, or refused: nothing of it is calculated, or the type of a work has changed', async () => {
    const folder = copyOf(TINY);
    writeFileSync(join(folder, 'weights.csv'), 'dimension,key,weight\nwork_type,feature,2\nwork_type,short,3\n');
    const { house } = await importing(folder);
    await house.publish();
    const id = await house.opened();
    const out = join(scratch, 'out');
    expect(await faultsOf(exported(house.name, id, out))).toEqual(['export-not-calculated']);
    await house.calculate(id);
    const [used] = await house.sql<{ code: string; work_type: string | null }>(
      `select w.code, w.work_type from repertoire.work w
       where w.work_id in (select work_id from distribution.cell where points > 0) order by w.code limit 1`,
    );
    const path = `/v1/works/${encodeURIComponent(used!.code)}`;
    const { headers } = await house.get(path);
    const workType = used!.work_type === 'feature' ? 'short' : 'feature';
    await house.done(house.patch('RO', path, headers.get('ETag')!, { workType, reason: 'as its producer says' }));
    expect(await faultsOf(exported(house.name, id, out))).toEqual(['export-inputs-changed']);
    expect(existsSync(out)).toBe(false);
    expect(await faultsOf(exported(house.name, '99999', out))).toEqual(['distribution-not-found']);
  });
});

describe('An import', () => {
  const counts = (house: DistributingHouse) =>
    house.sql(
      `select (select count(*) from repertoire.party) as parties, (select count(*) from repertoire.claim) as claims,
         (select count(*) from usage.usage_line) as lines, (select count(*) from distribution.collection) as collections,
         (select count(*) from identity.audit_event) as events`,
    );

  it('adds nothing when the folder comes again, and only what is new when it has grown', async () => {
    const folder = copyOf(TINY);
    const { house, summary } = await importing(folder);
    expect(summary.files['parties.csv']).toEqual({ created: 3, same: 0 });
    const trail = await house.done(house.get('/v1/audit-events?subject=copy'));
    expect(trail.items).toMatchObject([{ action: 'folder.imported', actor: 'cli:anna' }]);
    const again = await importInto(house.name, folder);
    expect(Object.values(again.files).every(({ created }) => created === 0)).toBe(true);
    expect(again.ruleSet).toEqual({ id: summary.ruleSet.id, created: false });
    writeFileSync(join(folder, 'parties.csv'), `${text(folder, 'parties.csv').trimEnd()}\nnew,Newcomer,person,,\n`);
    const grown = await importInto(house.name, folder);
    expect(grown.files['parties.csv']).toEqual({ created: 1, same: 3 });
  });

  it('is refused as a whole where something is there and differs, each named with its line', async () => {
    const folder = copyOf(TINY);
    const { house } = await importing(folder);
    const before = await counts(house);
    const edit = (file: string, change: (rows: string[]) => string[]) =>
      writeFileSync(join(folder, file), change(text(folder, file).split('\n')).join('\n'));
    edit('parties.csv', ([head, ...rows]) => [head!, rows[0]!.replace(/,[^,]*/, ',Somebody Else'), ...rows.slice(1)]);
    edit('licences.csv', (rows) => rows.map((row) => row.replace(/,views/, ',seconds')));
    const refused = await faultsOf(importInto(house.name, folder));
    expect(refused[0]).toBe('folder-has-faults');
    expect(refused[1]).toMatch(/^licences\.csv:2: the society has this id with metric "views", not "seconds"/);
    cpSync(join(TINY, 'licences.csv'), join(folder, 'licences.csv'));
    const parties = await faultsOf(importInto(house.name, folder));
    expect(parties[1]).toMatch(/^parties\.csv:2: the society has this id with name ".*", not "Somebody Else"/);
    cpSync(join(TINY, 'parties.csv'), join(folder, 'parties.csv'));
    edit('collections.csv', (rows) => rows.map((row, index) => (index === 1 ? row.replace(/[0-9.]+$/, '1.00') : row)));
    expect((await faultsOf(importInto(house.name, folder)))[1]).toMatch(/^collections\.csv:2: .*amountMinor/);
    cpSync(join(TINY, 'collections.csv'), join(folder, 'collections.csv'));
    // The same file name with other lines, and the same lines under another name.
    const twin = copyOf(folder, 'other');
    expect((await faultsOf(importInto(house.name, twin)))[1]).toContain('has the bytes of copy/usage/q1.csv');
    writeFileSync(join(folder, 'usage/q1.csv'), text(folder, 'usage/q1.csv').split('\n').slice(0, 3).join('\n'));
    expect((await faultsOf(importInto(house.name, folder)))[1]).toContain('with other content');
    expect(await counts(house)).toEqual(before);
  });

  it('brings no usage of days that are distributed', async () => {
    const { house } = await importing(TINY);
    await posted(house);
    const late = copyOf(TINY, 'late');
    const [head, line] = text(late, 'usage/q1.csv').split('\n');
    writeFileSync(join(late, 'usage/q1.csv'), `${head}\n${line}\n`);
    expect(await faultsOf(importInto(house.name, late))).toEqual(['usage-distributed']);
  });

  it('and a report never tell of the same days, whichever comes first', async () => {
    const name = `Importers ${++societies}`;
    const society = await newSociety(service.db.dataSource, name);
    const folder = copyOf(TINY);
    rmSync(join(folder, 'usage'), { recursive: true });
    await importInto(name, folder);
    const quarter = {
      licence: 'L1',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      name: 'nil',
      contentSha256: null,
    };
    const report = (of: number) =>
      service.db.database.write(of, (tx) => application.service(ReportsService).receive(tx, of, quarter, 'person:1'));
    await report(society);
    expect(await faultsOf(importInto(name, TINY))).toEqual(['usage-reported']);
    const { house } = await importing(TINY);
    expect(await faultsOf(report(house.society))).toEqual(['report-imported']);
  });

  it('and an export are commands, whose folder can be run', async () => {
    const name = `Importers ${++societies}`;
    await newSociety(service.db.dataSource, name);
    const run = (...args: string[]) => command(args, service.db.environment);
    const imported = await run('import', TINY, '--society', name);
    expect([imported.code, imported.stdout]).toEqual([0, expect.stringContaining('parties.csv      3 added')]);
    const missing = await run('export', '--society', name, '--distribution', '99999', '--out', join(scratch, 'x'));
    expect([missing.code, missing.stderr]).toEqual([4, expect.stringContaining('99999')]);
  });
});
