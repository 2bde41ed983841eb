import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { PruneTask } from '../../src/app/jobs/prune.task.js';
import { ExportFolder } from '../../src/folder/index.js';
import { applicationOn, type TestApplication } from '../support/application.js';
import { DistributingHouse } from '../support/distributing.js';
import { type Received, TestService } from '../support/service.js';

let service: TestService;
let application: TestApplication;
let scratch: string;
let house: DistributingHouse;
let id: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'exported-'));
  service = await TestService.start();
  await service.work();
  house = await DistributingHouse.open(service, 'Film Makers');
  application = await applicationOn(service.db.dataSource);
  await house.publish();
  id = await house.posted();
});
afterAll(async () => {
  await application?.stop();
  await service?.stop();
  rmSync(scratch, { recursive: true });
});

/** The job that was asked for, ended. */
async function asked(distribution: string): Promise<Received['json']> {
  const job = await house.post('DO', '/v1/exported-folders', { distribution });
  expect(job.status).toBe(202);
  return (await service.ended(job, house.token('DO'))).json;
}

const zipOf = (folder: string) => house.bytes(`/v1/exported-folders/${folder}/file`, house.token('SV'));

describe('A distribution over HTTP', () => {
  it('comes as one ZIP, whose files are those of the command and whose run allocates the same', async () => {
    const { result, state } = await asked(id);
    expect([state, result.renamed]).toEqual(['done', 0]);
    const file = await zipOf(result.exportedFolder);
    expect([file.type, file.name]).toEqual(['application/zip', `attachment; filename="distribution-${id}.zip"`]);
    expect(createHash('sha256').update(file.bytes).digest('hex')).toBe(result.sha256);
    const view = await house.done(house.get(`/v1/exported-folders/${result.exportedFolder}`));
    expect(view).toMatchObject({ distribution: id, bytes: String(file.bytes.length), sha256: result.sha256 });
    const byCommand = join(scratch, 'by-command');
    const options = { society: house.name, distributionId: Number(id), out: byCommand };
    await application.service(ExportFolder).export(options, { stage: () => undefined, lines: () => undefined });
    const entries = Object.entries(unzipSync(file.bytes));
    expect(entries.map(([name]) => name)).toEqual([
      ...['aliases.csv', 'claims.csv', 'collections.csv', 'deductions.csv', 'expected/allocations.csv'],
      ...['licences.csv', 'parties.csv', 'usage/lines.csv', 'weights.csv', 'works.csv'],
    ]);
    const unzipped = join(scratch, 'unzipped');
    for (const [name, bytes] of entries) {
      expect([name, Buffer.from(bytes).equals(readFileSync(join(byCommand, name)))]).toEqual([name, true]);
      mkdirSync(dirname(join(unzipped, name)), { recursive: true });
      writeFileSync(join(unzipped, name), bytes);
    }
    await application.run(unzipped, join(scratch, 'run'));
    const allocations = readFileSync(join(unzipped, 'expected/allocations.csv'));
    expect(readFileSync(join(scratch, 'run/allocations.csv'))).toEqual(allocations);
    const trail = await house.done(house.get(`/v1/audit-events?subject=distribution/${id}`));
    expect(trail.items[0]).toMatchObject({ action: 'distribution.exported', after: { sha256: result.sha256 } });
  });

  it('comes as the same bytes each time: its files bear the first moment that a ZIP can tell', async () => {
    const [first, second] = [(await asked(id)).result, (await asked(id)).result];
    expect(second.sha256).toBe(first.sha256);
    const { bytes } = await zipOf(second.exportedFolder);
    // Time and date of MS-DOS in the header of the first file: 0:00, 1 January 1980.
    expect([bytes.readUInt16LE(10), bytes.readUInt16LE(12)]).toEqual([0, (1 << 5) | 1]);
  });

  it('is refused where the command refuses it, and leaves nothing', async () => {
    const before = await house.done(house.get('/v1/exported-folders'));
    const { state, problem } = await asked(await house.opened('what_if'));
    expect([state, problem.code]).toEqual(['failed', 'export-not-calculated']);
    const unknown = await house.post('DO', '/v1/exported-folders', { distribution: '99999' });
    expect([unknown.status, unknown.json.code]).toEqual([404, 'distribution-not-found']);
    expect(await house.done(house.get('/v1/exported-folders'))).toEqual(before);
  });

  it('is kept for thirty days', async () => {
    const [old, young] = [(await asked(id)).result.exportedFolder, (await asked(id)).result.exportedFolder];
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${house.society}'`);
      await tx.query(
        `update folder.exported_folder
         set exported_at = now() - case when exported_folder_id = $1 then interval '31 days' else interval '29 days' end`,
        [old],
      );
    });
    await service.app.get(PruneTask, { strict: false }).run(house.society);
    const gone = await house.get(`/v1/exported-folders/${old}/file`);
    expect([gone.status, gone.json.code]).toEqual([404, 'exported-folder-not-found']);
    expect((await zipOf(young)).bytes.length).toBeGreaterThan(0);
    const left = await house.sql('select from folder.exported_folder_part where exported_folder_id = $1', [old]);
    expect(left).toEqual([]);
  });

  it.each([
    ['without its hash', `1, 'x', 0`, 'exported_folder_hashed'],
    ['of nothing', `0, encode(sha256('x'), 'hex'), 0`, 'exported_folder_counted'],
    ['of nobody’s distribution', `1, encode(sha256('x'), 'hex'), 0`, 'exported_folder_distribution_fkey', '99999'],
  ])('is not kept %s', async (_what, values, constraint, of = id) => {
    const statement = `insert into folder.exported_folder (distribution_id, exported_by, bytes, sha256, renamed)
      values (${of}, 'cli:x', ${values})`;
    await expect(house.sql(statement)).rejects.toMatchObject({ driverError: { constraint } });
  });

  it.each([
    ['before the first', `-1, 'x'`, 'exported_folder_part_counts'],
    ['of nothing', `7, ''`, 'exported_folder_part_not_empty'],
    ['twice', `0, 'x'`, 'exported_folder_part_pkey'],
    ['of no folder', `0, 'x'`, 'exported_folder_part_folder_fkey', '99999'],
  ])('has no part %s', async (_what, values, constraint, of = 'last') => {
    const statement = `insert into folder.exported_folder_part (exported_folder_id, part, bytes)
      select ${of}, ${values} from (select max(exported_folder_id) as last from folder.exported_folder) f`;
    await expect(house.sql(statement)).rejects.toMatchObject({ driverError: { constraint } });
  });
});
