import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './database.js';

/**
 * Streams rows in PostgreSQL's COPY text format into a table. COPY refuses tables with row-level security, so
 * the target is a temporary table of the transaction, from which an INSERT … SELECT goes on.
 * @param target table and columns, a constant of the program
 * @param rows newline-terminated lines; see `copyText` for cells
 */
export async function copyInto(tx: Tx, target: string, rows: Uint8Array): Promise<void> {
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const stream = client.query(copyFrom(`copy ${target} from stdin`));
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.once('finish', resolve);
    stream.end(rows);
  });
}
