import { open } from 'node:fs/promises';
import type { Tx } from '../../platform/database/database.js';
import { partsOf, readParts, storeParts } from '../../platform/database/file-parts.js';

const CONTENTS = { table: 'usage.report_content', number: 'usage_report_id' };

/** Keeps the file of a report. @param path of its gzip */
export function storeContent(tx: Tx, reportId: number, path: string): Promise<void> {
  return storeParts(tx, CONTENTS, reportId, readParts(path));
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
export function contentOf(tx: Tx, reportId: number): AsyncGenerator<Buffer> {
  return partsOf(tx, CONTENTS, reportId);
}
