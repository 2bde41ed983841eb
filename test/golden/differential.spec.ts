import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disagreements, SOAK, serviceResult } from '../support/agreement.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { randomFolder } from '../support/random-folder/index.js';

const SEEDS = Array.from({ length: SOAK ? 500 : 25 }, (_, index) => 1_000 + index);

describe('The service and the reference, which shares no code with it', () => {
  let application: TestApplication;
  let scratch: string;

  beforeAll(async () => {
    application = await startApplication();
  });
  afterAll(() => application.stop());
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'differential-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  it.each(SEEDS)('agree on outputs and counts of the random folder of seed %i', async (seed) => {
    const folder = join(scratch, 'folder');
    const out = join(scratch, 'out');
    randomFolder(folder, seed, { lines: 200 });
    const result = await serviceResult(application.run(folder, out), out);
    expect(result).not.toHaveProperty('faults');
    expect(disagreements(folder, result)).toEqual([]);
  });
});
