import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { csvText } from '../csv/csv-text.js';
import type { Tx } from '../database/database.js';
import { rowsOf } from '../database/rows-of.js';
import { requestOf } from './caller.js';
import { CsvAnswer } from './csv-answer.js';
import { cursorInvalid, notAcceptable } from './http.errors.js';

const MOST = 200;

/** What every list takes; a list adds its filters and narrows `sort`. */
export abstract class ListQuery {
  /** How many to give at once. @example 50 */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST)
  limit: number = 50;

  /** `next` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;

  abstract sort: string;
}

/** bigint and decimal arrive as text from the database. */
type KeyType = 'text' | 'integer' | 'bigint' | 'decimal';

/** The rows of a list, before it is ordered and cut into pages. */
export interface ListPlan<Row> {
  /** A select whose columns are those of the row. */
  select: string;
  parameters: readonly unknown[];
  /** A column of the select for each value of `sort`, never null, and its type. */
  sorts: Readonly<Record<string, { column: string; type: KeyType }>>;
  /** The column that tells rows apart, and its type: it decides between equal ones. */
  id: { column: string; type: KeyType };
  csv: { name: string; columns: readonly string[]; cells: (row: Row) => readonly (string | number | null)[] };
}

export interface PageOf<Item> {
  items: Item[];
  next: string | null;
}

/** Whether the caller wants a list as CSV. @throws not-acceptable */
export const WantsCsv = createParamDecorator((_: unknown, context: ExecutionContext): boolean => {
  const type = requestOf(context).accepts(['application/json', 'text/csv']);
  if (type === false) throw notAcceptable();
  return type === 'text/csv';
});

/**
 * A page of the list, or all of it as CSV. Pages go by the last row and not by a count, so that rows which come and go
 * meanwhile neither repeat nor hide others.
 * @throws cursor-invalid
 */
export async function answerList<Row, Item>(
  tx: Tx,
  plan: ListPlan<Row>,
  query: ListQuery,
  wantsCsv: boolean,
  view: (row: Row) => Item,
): Promise<PageOf<Item> | CsvAnswer> {
  if (wantsCsv) return new CsvAnswer(plan.csv.name, csvRows(tx, plan, query.sort));
  const { order, after } = orderOf(plan, query.sort);
  const parameters = [...plan.parameters];
  let where = '';
  if (query.cursor !== undefined) {
    const last = readCursor(query.cursor, plan, query.sort);
    where = `where ${after(parameters.length + 1)}`;
    parameters.push(...last);
  }
  const sql = `select * from (${plan.select}) as list ${where} ${order} limit ${query.limit + 1}`;
  const rows = await tx.query<Row[]>(sql, parameters);
  const items = rows.slice(0, query.limit);
  const more = rows.length > items.length;
  return { items: items.map(view), next: more ? cursorAfter(items.at(-1)!, plan, query.sort) : null };
}

async function* csvRows<Row>(tx: Tx, plan: ListPlan<Row>, sort: string): AsyncGenerator<string> {
  yield csvText([plan.csv.columns]);
  const sql = `select * from (${plan.select}) as list ${orderOf(plan, sort).order}`;
  for await (const rows of rowsOf<Row>(tx, sql, [...plan.parameters])) yield csvText(rows.map(plan.csv.cells));
}

function orderOf<Row>(plan: ListPlan<Row>, sort: string) {
  const descending = sort.startsWith('-');
  const by = plan.sorts[sort.replace('-', '')];
  if (by === undefined) throw new TypeError(`no sort ${sort}: the query's DTO must name those that the list has`);
  const direction = descending ? 'desc' : 'asc';
  return {
    order: `order by ${by.column} ${direction}, ${plan.id.column} ${direction}`,
    after: (parameter: number) =>
      `(${by.column}, ${plan.id.column}) ${descending ? '<' : '>'} ($${parameter}::${by.type}, $${parameter + 1}::${plan.id.type})`,
  };
}

/** Opaque to callers: what it holds may change. The sort is in it, since a cursor means nothing to another one. */
function cursorAfter<Row>(row: Row, plan: ListPlan<Row>, sort: string): string {
  const cells = row as Record<string, unknown>;
  const last = [cells[plan.sorts[sort.replace('-', '')]!.column], cells[plan.id.column]];
  return Buffer.from(JSON.stringify([sort, ...last])).toString('base64url');
}

function readCursor<Row>(cursor: string, plan: ListPlan<Row>, sort: string): unknown[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw cursorInvalid();
    throw error;
  }
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== sort) throw cursorInvalid();
  const [, by, id] = parts as unknown[];
  if (!fits(by, plan.sorts[sort.replace('-', '')]!.type) || !fits(id, plan.id.type)) throw cursorInvalid();
  return [by, id];
}

function fits(value: unknown, type: KeyType): boolean {
  if (type === 'text') return typeof value === 'string';
  if (type === 'decimal') return typeof value === 'string' && /^[0-9]{1,40}(?:\.[0-9]{1,40})?$/.test(value);
  if (type === 'bigint') return typeof value === 'string' && /^[0-9]{1,18}$/.test(value);
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
}
