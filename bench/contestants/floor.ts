import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { USAGE_HEADER } from '../generate/usage.js';

/**
 * The floor: plain COPY of the raw lines into a logged table of twelve text columns, nothing checked or computed.
 * `node floor.js FOLDER`, the server by DATABASE_URL.
 */
const [folder = ''] = process.argv.slice(2);
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const columns = USAGE_HEADER.split(',').map((name) => `${name} text`);
await client.query('CREATE SCHEMA IF NOT EXISTS bench');
await client.query('DROP TABLE IF EXISTS bench.floor');
await client.query(`CREATE TABLE bench.floor (${columns.join(', ')})`);
const started = performance.now();
for (const name of readdirSync(join(folder, 'usage')).sort()) {
  const copy = client.query(copyFrom('COPY bench.floor FROM STDIN (FORMAT csv, HEADER true)'));
  await pipeline(createReadStream(join(folder, 'usage', name), { highWaterMark: 1024 * 1024 }), copy);
}
const seconds = (performance.now() - started) / 1000;
const { rows } = await client.query<{ lines: string }>('SELECT count(*) AS lines FROM bench.floor');
await client.query('DROP SCHEMA bench CASCADE');
await client.end();
process.stdout.write(JSON.stringify({ seconds, lines: Number(rows[0]?.lines) }));
