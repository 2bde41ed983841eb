import { createReadStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { allocationsCsv } from './exact/allocate.js';
import { type Arithmetic, FRACTIONS, WHOLE_NUMBERS } from './exact/arithmetic.js';
import { LineDistributor } from './exact/line.js';
import { type Row, readDeductions, readLicences, readWeights, readWorks } from './exact/masters.js';
import { Matcher } from './exact/match.js';

/**
 * The exact row-by-row script an analyst would write: masters in Maps, one usage line after the other, in fractions,
 * or with `whole` in whole numbers. `node exact-script.js FOLDER OUT [whole]`; writes OUT/allocations.csv and prints
 * counts as JSON.
 */
async function distribute<N>(folder: string, out: string, exact: Arithmetic<N>): Promise<void> {
  const started = performance.now();
  const { rows, works } = readWorks(folder, exact);
  const { licences, pools } = readLicences<N>(folder);
  const matcher = new Matcher<N>(folder, rows, works);
  const distributor = new LineDistributor(licences, matcher, readWeights(folder, exact), exact);
  for (const name of readdirSync(join(folder, 'usage')).sort()) {
    const lines = createReadStream(join(folder, 'usage', name)).pipe(parse({ columns: true, bom: true, trim: true }));
    for await (const row of lines) distributor.distribute(row as Row);
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'allocations.csv'), allocationsCsv(pools, readDeductions(folder), exact));
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(JSON.stringify({ seconds, ...distributor.counts }));
}

const [folder = '', out = '', numbers] = process.argv.slice(2);
if (numbers === 'whole') await distribute(folder, out, WHOLE_NUMBERS);
else await distribute(folder, out, FRACTIONS);
