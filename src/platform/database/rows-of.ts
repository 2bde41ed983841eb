import type { Tx } from './database.js';

const ROWS_A_FETCH = 5_000;
let cursors = 0;

/**
 * The rows of a query in batches, so that a large answer never stands in memory as a whole. To be read to its
 * end within the transaction.
 */
export async function* rowsOf<Row>(tx: Tx, sql: string, parameters: unknown[]): AsyncGenerator<Row[]> {
  const cursor = `rows_${++cursors}`;
  await tx.query(`declare ${cursor} no scroll cursor for ${sql}`, parameters);
  for (;;) {
    const rows = (await tx.query(`fetch ${ROWS_A_FETCH} from ${cursor}`)) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_A_FETCH) break;
  }
  await tx.query(`close ${cursor}`);
}
