import { importTable } from '../support/boundaries.js';
import {
  entityTables,
  readTables,
  type SqlText,
  sqlTexts,
  temporaryTables,
  type TableUse,
  writtenEntities,
  writtenTables,
} from '../support/sql-texts.js';

const TABLE = await importTable();
const texts = sqlTexts();
const temporary = new Set(texts.flatMap(temporaryTables));

const schemaOf = (table: string) => table.split('.')[0]!;

/** Writes to a table of another module. A temporary table is its transaction's, whoever fills it. */
function foreignWrites(all: readonly SqlText[]): TableUse[] {
  return all
    .flatMap(writtenTables)
    .filter(({ module, table }) => (table.includes('.') ? schemaOf(table) !== module : !temporary.has(table)));
}

/** Reads of a table that the import table does not open to the module. */
function foreignReads(all: readonly SqlText[]): TableUse[] {
  return all
    .flatMap(readTables)
    .filter(({ table }) => schemaOf(table) in TABLE)
    .filter(({ module, table }) => schemaOf(table) !== module && !TABLE[module]?.includes(schemaOf(table)));
}

const statement = (module: string, text: string): SqlText => ({ file: `src/${module}/x.sql`, module, text });

describe('A table is written by the module whose schema it lies in', () => {
  it('and by no other', () => {
    expect(foreignWrites(texts)).toEqual([]);
  });

  it('which finds the statements that there are', () => {
    const written = new Set(texts.flatMap(writtenTables).map(({ table }) => table));
    expect([...written]).toEqual(
      expect.arrayContaining([
        'repertoire.claim',
        'ledger.posting',
        'usage.usage_line',
        'distribution.cell',
        'incoming_line',
      ]),
    );
  });

  it.each([
    ['insert into ledger.posting (ordinal) values (1)'],
    ['INSERT INTO\n  ledger.posting select 1'],
    ['update ledger.posting p set ordinal = 2'],
    ['update only ledger.posting set ordinal = 2'],
    ['with gone as (delete from ledger.posting returning 1) select 1'],
    ['merge into ledger.posting using x on true when matched then delete'],
    ['truncate ledger.account, ledger.posting'],
    ['insert into nobody_made_this_table values (1)'],
  ])('which would notice: %s', (sql) => {
    expect(foreignWrites([statement('folder', sql)])).not.toEqual([]);
  });

  it('also through entities', () => {
    const tables = entityTables();
    const uses = texts.flatMap((text) =>
      writtenEntities(text).map((entity) => ({ ...text, entity, table: tables.get(entity) })),
    );
    expect(uses.length).toBeGreaterThan(5);
    expect(uses.filter(({ module, table }) => table === undefined || schemaOf(table) !== module)).toEqual([]);
  });
});

describe('A table is read along the arrows of the import table', () => {
  it('and not against them', () => {
    expect(foreignReads(texts)).toEqual([]);
  });

  it.each([
    ['repertoire', 'select 1 from distribution.allocation'],
    ['ledger', 'select 1 from x join distribution.pool using (y)'],
    ['statements', 'select 1 from usage.usage_line'],
  ])('which would notice that %s says: %s', (module, sql) => {
    expect(foreignReads([statement(module, sql)])).not.toEqual([]);
  });
});
