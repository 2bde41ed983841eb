import type { Deed } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { Fault } from '../../platform/csv/fault.js';

/** What a sound file would do, before it is done. */
export interface ImportPlan {
  created: number;
  changed: number;
  same: number;
  /** For the audit trail: every row that is created or changed, with how it was. */
  deeds: Deed[];
  /** Works whose claims it touches. */
  workIds: number[];
  /** Does it. @param importId the number of the import */
  apply(tx: Tx, importId: number): Promise<void>;
}

/** Rows of a file against those that the society has. */
export interface Comparison<Next, Known> {
  created: Next[];
  changed: { next: Next; known: Known }[];
  same: number;
}

/**
 * Tells new rows from changed ones and those that say what is known.
 * @param termsOf what of a row counts
 */
export function compare<Next extends { code: string }, Known extends { code: string }>(
  rows: readonly Next[],
  known: readonly Known[],
  termsOf: (row: Next | Known) => unknown,
): Comparison<Next, Known> {
  const byCode = new Map(known.map((row) => [row.code, row]));
  const created: Next[] = [];
  const changed: { next: Next; known: Known }[] = [];
  for (const next of rows) {
    const before = byCode.get(next.code);
    if (before === undefined) created.push(next);
    else if (JSON.stringify(termsOf(next)) !== JSON.stringify(termsOf(before))) changed.push({ next, known: before });
  }
  return { created, changed, same: rows.length - created.length - changed.length };
}

/** Numbers of parties or works by their ids, of those that the society has. */
export async function numbersOf(
  tx: Tx,
  table: 'party' | 'work',
  codes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ code: string; id: number }[]>(
    `select code, ${table}_id as id from repertoire.${table} where code = any ($1)`,
    [[...new Set(codes)]],
  );
  return new Map(rows.map(({ code, id }) => [code, id]));
}

export function unknownReference(file: string, line: number, column: string, code: string): Fault {
  const message = `${JSON.stringify(code)} is not registered; import it first, or mend the id`;
  return { file, line, column, code: 'key_unknown', message };
}
