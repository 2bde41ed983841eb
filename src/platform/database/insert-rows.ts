import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Tx } from './database.js';

/** Rows that one statement takes: PostgreSQL refuses a parameter of 1 GB, and memory should stay bounded. */
const ROWS_A_STATEMENT = 20_000;

/**
 * Inserts entities as sets, by one statement for many rows (TypeORM's save() sends one for each). Columns that
 * the database fills (identities, the society, times) are left to it.
 * @param rows objects with the entity's property names; a missing property is NULL, a bigint stays exact
 */
export async function insertRows<Entity extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<Entity>,
  rows: readonly Partial<Entity>[],
): Promise<void> {
  const { tablePath, columns } = tx.connection.getMetadata(entity);
  const insertable = columns.filter((column) => column.isInsert && !column.isGenerated);
  const names = insertable.map((column) => `"${column.databaseName}"`).join(', ');
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const records = rows
      .slice(start, start + ROWS_A_STATEMENT)
      .map((row) => Object.fromEntries(insertable.map((c) => [c.databaseName, row[c.propertyName] ?? null])));
    const json = JSON.stringify(records, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    await tx.query(
      `insert into ${tablePath} (${names}) select ${names} from json_populate_recordset(null::${tablePath}, $1)`,
      [json],
    );
  }
}
