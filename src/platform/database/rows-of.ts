import type { Tx } from './database.js';

/** Two batches are alive at a time; larger ones would outlive the young generation of the heap. */
const ROWS_A_FETCH = 1_000;
let cursors = 0;

/** What each transaction's connection is doing for a cursor: it does one thing at a time. */
const busy = new WeakMap<Tx, Promise<unknown>>();

/**
 * The rows of a query in batches, so that a large answer never stands in memory as a whole. The next batch is
 * fetched while one is worked on; until the end, the transaction is to be used for other cursors only.
 */
export async function* rowsOf<Row>(tx: Tx, sql: string, parameters: unknown[]): AsyncGenerator<Row[]> {
  const cursor = `rows_${++cursors}`;
  await inTurn(tx, `declare ${cursor} no scroll cursor for ${sql}`, parameters);
  let next = fetch<Row>(tx, cursor);
  for (;;) {
    const rows = await next;
    const last = rows.length < ROWS_A_FETCH;
    if (!last) next = fetch<Row>(tx, cursor);
    if (rows.length > 0) yield rows;
    if (last) break;
  }
  await inTurn(tx, `close ${cursor}`);
}

function fetch<Row>(tx: Tx, cursor: string): Promise<Row[]> {
  return inTurn(tx, `fetch ${ROWS_A_FETCH} from ${cursor}`) as Promise<Row[]>;
}

function inTurn(tx: Tx, sql: string, parameters?: unknown[]): Promise<unknown> {
  const turn = (busy.get(tx) ?? Promise.resolve()).then(() => tx.query(sql, parameters));
  // The error goes to whoever awaits the turn; what waits behind it meets the failed transaction by itself.
  busy.set(
    tx,
    turn.catch(() => undefined),
  );
  return turn;
}
