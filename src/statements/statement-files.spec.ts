import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStatementFiles } from './statement-files.js';

let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'statement-files-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const HEADER = 'collection_id,title,currency\n';
/** By party; titles imitate the row that names a party as well as a quoted cell can. */
const STATEMENTS: [string, string][] = [
  ['a', 'K1,plain,EUR\nK1,"a\n""\rb",EUR\n'],
  ['b "c",', 'K1,"\n""\r"",,",EUR\n'],
  ['d', ''],
  ['é🎬', '"K,2","x\n",EUR\n"K""2","\n",EUR\nK3,"""\n""\r",EUR\n'],
];
const CSV = Buffer.from(
  HEADER + STATEMENTS.map(([party, lines]) => `"\r${party.replaceAll('"', '""')}",,\n${lines}`).join(''),
);

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

describe('The lines of all parties', () => {
  it('are cut into their statements, wherever the pieces end', async () => {
    for (let length = 1; length <= CSV.length; length++) {
      const directory = join(scratch, `${length}`);
      mkdirSync(directory);
      const found: [string, string][] = [];
      for await (const { party, csvPath, csvSha256 } of writeStatementFiles(inPieces(CSV, length), directory)) {
        const bytes = readFileSync(csvPath);
        expect(csvSha256).toBe(createHash('sha256').update(bytes).digest('hex'));
        found.push([party, bytes.toString('utf8')]);
      }
      expect(found).toEqual(STATEMENTS.map(([party, lines]) => [party, HEADER + lines]));
    }
  });

  it('make no file where nobody got an allocation', async () => {
    const written = writeStatementFiles(inPieces(Buffer.from(HEADER), 4), scratch);
    expect(await written.next()).toEqual({ done: true, value: undefined });
  });
});
