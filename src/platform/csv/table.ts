import { createHash } from 'node:crypto';
import type { BrokenRecord } from './csv-scanner.js';
import { decodeCell } from './decode-cell.js';
import { type Fault, notUtf8 } from './fault.js';
import { type CsvFile, readCsv } from './read-csv.js';

/** What is wrong with one cell. */
export class CellFault {
  constructor(readonly message: string) {}
}

export interface Column<T> {
  required: boolean;
  read(text: string): T | CellFault;
  /** What a missing or empty cell means. */
  absent: T | undefined;
}

export type Columns = Record<string, Column<unknown>>;

type Cells<C extends Columns> = { [Name in keyof C]: C[Name] extends Column<infer T> ? T : never };

export interface Row<C extends Columns> {
  line: number;
  /** A cell that has a fault is undefined, whatever its type says: the faults stop the run before rows are used. */
  cells: Cells<C>;
}

export interface Table<C extends Columns> {
  rows: Row<C>[];
  /** Whether the file could be read to its end: else rows may be missing, and what refers to them is not to blame. */
  whole: boolean;
  /** Those of the contract that the header names. */
  columns: ReadonlySet<string>;
  unknownColumns: string[];
  /** Undefined where the file is missing. */
  sha256: string | undefined;
}

interface PlacedColumn {
  name: string;
  column: Column<unknown>;
  /** -1 where the file has no such column. */
  at: number;
}

const BROKEN: Record<BrokenRecord, string> = {
  too_long: 'the row is longer than 1 MiB; most likely a quote is never closed',
  quote_not_closed: 'a quote opened on this row is never closed',
};

/**
 * Reads a file whole and checks it cell by cell.
 * @param on where it lies
 * @param file what it is called in faults
 * @param faults every fault that is found is added
 */
export async function readTableFile<C extends Columns>(
  on: CsvFile,
  file: string,
  columns: C,
  faults: Fault[],
): Promise<Table<C>> {
  const reading = new TableReading(file, columns, faults);
  const hash = createHash('sha256');
  const encodingFault = await readCsv(on, reading, hash);
  if (encodingFault) faults.push({ file, code: 'not_utf8', ...notUtf8(encodingFault.line, encodingFault.byte) });
  else if (reading.empty) {
    faults.push({ file, line: 1, code: 'file_empty', message: 'the file is empty; a header row is needed' });
  }
  const whole = reading.whole && !reading.empty && !encodingFault;
  const { rows, unknownColumns, present } = reading;
  return { rows, whole, columns: present, unknownColumns, sha256: hash.digest('hex') };
}

/** At most this many are named one by one: a file can have a hundred thousand. */
const NAMED_COLUMNS = 20;

/** One warning for each column that the contract does not know. */
export function unknownColumns(file: string, names: readonly string[]): Fault[] {
  const named = names
    .slice(0, NAMED_COLUMNS)
    .map((column) => ({ file, line: 1, column, message: 'unknown column, ignored' }));
  const more = names.length - named.length;
  return more > 0 ? [...named, { file, line: 1, message: `${more} further unknown columns, ignored` }] : named;
}

class TableReading<C extends Columns> {
  readonly rows: Row<C>[] = [];
  unknownColumns: string[] = [];
  present: ReadonlySet<string> = new Set();
  empty = true;
  whole = true;
  /** Where each column of the contract stands; undefined until the header is read or where it is useless. */
  #places: PlacedColumn[] | undefined;
  #width = 0;

  constructor(
    private readonly file: string,
    private readonly columns: C,
    private readonly faults: Fault[],
  ) {}

  record(cells: readonly string[], line: number): void {
    if (this.empty) {
      this.empty = false;
      this.#readHeader(cells.map(decodeCell), line);
    } else if (this.#places) {
      this.#readRow(cells, line, this.#places);
    }
  }

  broken(reason: BrokenRecord, line: number): void {
    this.empty = false;
    this.#fault(line, undefined, 'row_broken', BROKEN[reason]);
  }

  #readHeader(header: string[], line: number): void {
    const before = this.faults.length;
    this.#width = header.length;
    for (const [name, column] of Object.entries(this.columns)) {
      const count = header.filter((cell) => cell === name).length;
      if (count > 1) this.#fault(line, name, 'column_repeated', 'the header names this column twice');
      if (count === 0 && column.required) {
        this.#fault(line, name, 'column_missing', 'required column is missing from the header');
      }
    }
    this.unknownColumns = [...new Set(header)].filter((name) => !(name in this.columns));
    this.present = new Set(header.filter((name) => name in this.columns));
    this.whole = this.faults.length === before;
    if (!this.whole) return;
    this.#places = Object.entries(this.columns).map(([name, column]) => ({ name, column, at: header.indexOf(name) }));
  }

  #readRow(cells: readonly string[], line: number, places: readonly PlacedColumn[]): void {
    if (cells.length !== this.#width) {
      this.#fault(line, undefined, 'row_width', `the row has ${cells.length} cells and the header ${this.#width}`);
      return;
    }
    const row: Record<string, unknown> = {};
    for (const { name, column, at } of places) {
      row[name] = this.#readCell(at < 0 ? '' : decodeCell(cells[at]!), line, name, column);
    }
    this.rows.push({ line, cells: row as Cells<C> });
  }

  #readCell(text: string, line: number, name: string, column: Column<unknown>): unknown {
    if (text === '') {
      if (column.required) this.#fault(line, name, 'cell_missing', 'is required and empty');
      return column.absent;
    }
    const value = column.read(text);
    if (!(value instanceof CellFault)) return value;
    this.#fault(line, name, 'cell_invalid', value.message);
    return undefined;
  }

  #fault(line: number, column: string | undefined, code: string, message: string): void {
    this.faults.push({ file: this.file, line, ...(column === undefined ? {} : { column }), code, message });
  }
}
