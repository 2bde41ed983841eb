import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The DuckDB reference: `node duckdb.js FOLDER OUT`; writes OUT/allocations.csv and prints counts as JSON. */
const [folder = '', out = ''] = process.argv.slice(2);
const verbose = process.env['CINELEDGER_BENCH_VERBOSE'] !== undefined;
const quotable = (path: string) => path.replaceAll("'", "''");

mkdirSync(out, { recursive: true });
const script = readFileSync(join(import.meta.dirname, '../sql/distribute.sql'), 'utf8')
  .replaceAll(':folder', quotable(folder))
  .replaceAll(':out', quotable(out));
const started = performance.now();
const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'true' });
const connection = await instance.connect();
const statements = await connection.extractStatements(script);
for (let i = 0; i < statements.count; i += 1) {
  const before = performance.now();
  const prepared = await statements.prepare(i);
  await prepared.run();
  const milliseconds = performance.now() - before;
  if (verbose && milliseconds > 20) process.stderr.write(`statement ${i + 1}: ${milliseconds.toFixed(0)} ms\n`);
}
const reader = await connection.runAndReadAll(
  `SELECT (SELECT count(*) FROM lines)::INTEGER AS lines, (SELECT count(*) FROM lines WHERE fault < 99)::INTEGER AS rejected,
     (sum(lines) FILTER (pool IS NULL))::INTEGER AS outside_collections,
     (sum(lines) FILTER (work IS NULL))::INTEGER AS unidentified FROM cells`,
);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ seconds, ...reader.getRowObjectsJson()[0] }));
connection.closeSync();
instance.closeSync();
