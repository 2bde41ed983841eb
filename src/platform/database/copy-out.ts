import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Tx } from './database.js';

/**
 * The rows of a query as bytes of CSV, which PostgreSQL writes as `csvText` does: a header of the columns' names, quotes
 * only where needed, lines that end in LF. NULL is an empty cell; an empty text would be quoted, so say NULL.
 * COPY takes no parameters: what the query is about it reads from settings (`setLocal`). Until the end, the transaction
 * is not to be used for anything else.
 * @returns pieces of any length, fetched as they are asked for
 */
export async function* copyOut(tx: Tx, query: string): AsyncGenerator<Buffer> {
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const rows = client.query(copyTo(`copy (${query}) to stdout (format csv, header)`));
  try {
    yield* rows.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } finally {
    // What a reader leaves unread lies on the connection before the answer to the next query, be it the rollback.
    rows.on('error', () => undefined).resume();
  }
}
