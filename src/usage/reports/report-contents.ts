import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Tx } from '../../platform/database/database.js';

/** Small enough for a few to be in memory, large enough for a way to the database and back to be worth it. */
const PART_BYTES = 1 << 20;

/** Keeps the file of a report in the database, where every process that may read it finds it. @param path of its gzip */
export async function storeContent(tx: Tx, reportId: number, path: string): Promise<void> {
  let part = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: PART_BYTES }) as AsyncIterable<Buffer>) {
    await tx.query('insert into usage.report_content (usage_report_id, part, bytes) values ($1, $2, $3)', [
      ...[reportId, part++, bytes],
    ]);
  }
}

/** Writes it, as gzip, to a file that does not exist yet. */
export async function restoreContent(tx: Tx, reportId: number, path: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const bytes of contentOf(tx, reportId)) await file.write(bytes);
  } finally {
    await file.close();
  }
}

/** Its gzip, part by part. */
export async function* contentOf(tx: Tx, reportId: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const [row] = await tx.query<{ bytes: Buffer }[]>(
      'select bytes from usage.report_content where usage_report_id = $1 and part = $2',
      [reportId, part],
    );
    if (row === undefined) return;
    yield row.bytes;
  }
}
