import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { copyInto } from './copy-into.js';
import type { Tx } from './database.js';
import { copyText, RowBuffer } from './row-buffer.js';

/** From here on the detour by COPY, which has a fixed cost of some milliseconds, is the shorter way. */
const MANY = 200;

/**
 * Inserts entities as a set (TypeORM's save() sends a statement for each). Columns that the database fills
 * (identities, the society, times) are left to it.
 * @param rows objects with the entity's property names; a missing property is NULL, a bigint stays exact
 */
export async function insertRows<Entity extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<Entity>,
  rows: readonly Partial<Entity>[],
): Promise<void> {
  if (rows.length === 0) return;
  const { tablePath, columns } = tx.dataSource.getMetadata(entity);
  const insertable = columns.filter((column) => column.isInsert && !column.isGenerated);
  if (rows.length < MANY) {
    await tx
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(rows as never)
      .updateEntity(false)
      .execute();
    return;
  }
  const names = insertable.map((column) => `"${column.databaseName}"`).join(', ');
  const buffer = new RowBuffer();
  for (const row of rows) buffer.append(copyRow(insertable, row));
  await tx.query(
    `create temporary table incoming_rows on commit drop as select ${names} from ${tablePath} with no data`,
  );
  await copyInto(tx, 'incoming_rows', buffer.take());
  await tx.query(`insert into ${tablePath} (${names}) select ${names} from incoming_rows`);
  await tx.query('drop table incoming_rows');
}

function copyRow(columns: readonly ColumnMetadata[], row: ObjectLiteral): string {
  let line = '';
  for (const column of columns) {
    const value: unknown = row[column.propertyName];
    line += `${line === '' ? '' : '\t'}${copyCell(column, value)}`;
  }
  return `${line}\n`;
}

function copyCell(column: ColumnMetadata, value: unknown): string {
  if (value === undefined || value === null) return copyText(undefined);
  if (column.isArray) return copyText(`{${(value as readonly string[]).map(arrayElement).join(',')}}`);
  return copyText(String(value as string | number | bigint | boolean));
}

function arrayElement(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
