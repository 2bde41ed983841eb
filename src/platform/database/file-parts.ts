import { createReadStream } from 'node:fs';
import type { Tx } from './database.js';

/** Small enough for a few to be in memory, large enough for a way to the database and back to be worth it. */
export const PART_BYTES = 1 << 20;

/** A table that keeps files cut into parts: a number of the file, `part` from 0, `bytes`. Both names are the program's own. */
export interface PartTable {
  table: string;
  /** The column with the file's number. */
  number: string;
}

/** A file as it lies there, in parts. */
export function readParts(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: PART_BYTES });
}

/** Keeps a file in the database, where every process that may read it finds it. */
export async function storeParts(
  tx: Tx,
  { table, number }: PartTable,
  of: number,
  parts: AsyncIterable<Buffer>,
): Promise<void> {
  let part = 0;
  for await (const bytes of parts) {
    await tx.query(`insert into ${table} (${number}, part, bytes) values ($1, $2, $3)`, [of, part++, bytes]);
  }
}

/** The file, part by part. */
export async function* partsOf(tx: Tx, { table, number }: PartTable, of: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const [row] = await tx.query<{ bytes: Buffer }[]>(`select bytes from ${table} where ${number} = $1 and part = $2`, [
      of,
      part,
    ]);
    if (row === undefined) return;
    yield row.bytes;
  }
}
