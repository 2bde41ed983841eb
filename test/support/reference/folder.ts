import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseCsv, type CsvRow } from './csv.js';
import { byCodePoints } from './values.js';

/** Collects what is wrong, each fault as `file:line: column: words`; line and column are left out where there is none. */
export class Faults {
  readonly list: string[] = [];

  add(file: string, line: number | undefined, column: string | undefined, words: string): void {
    this.list.push(
      `${file}${line === undefined ? '' : `:${line}`}: ${column === undefined ? '' : `${column}: `}${words}`,
    );
  }
}

/** Where a fault lies: its `file:line: column`, with what is wrong left out. */
export function placeOf(fault: string): string {
  return /^(?:usage(?=: )|.*?\.csv(?::[0-9]+)?(?:: [a-z_]+(?=: ))?)/s.exec(fault)?.[0] ?? fault;
}

/** A row of a file under its header. */
export class Row {
  constructor(
    readonly file: string,
    readonly line: number,
    private readonly header: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
    private readonly faults: Faults,
  ) {}

  /** The trimmed cell, empty where the file has no such column. */
  get(column: string): string {
    return this.cells[this.header.get(column) ?? -1] ?? '';
  }

  has(column: string): boolean {
    return this.header.has(column);
  }

  fault(column: string, words: string): void {
    this.faults.add(this.file, this.line, column, words);
  }
}

/** A file whose header is in order; `broken` are the lines of rows with more or fewer cells, or that cannot be split. */
export interface Table {
  /** In file order, a broken row with nothing but its line. */
  rows: { line: number; row: Row | undefined }[];
}

/** A distribution folder on disk: hands out the tables that can be read and notes why others cannot. */
export class Folder {
  readonly #root: string | undefined;

  constructor(
    path: string,
    private readonly faults: Faults,
  ) {
    this.#root = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? realpathSync(path) : undefined;
    if (this.#root === undefined) faults.add(path, undefined, undefined, 'not a directory');
  }

  /** The paths of the usage files in the order in which they are read. */
  usageFiles(): string[] {
    const found = this.#resolve('usage');
    if (found === 'absent') return [];
    if (found === 'outside' || !statSync(found).isDirectory()) {
      this.faults.add('usage', undefined, undefined, 'not a directory inside the folder');
      return [];
    }
    const names = readdirSync(found).filter((name) => name.endsWith('.csv') && !name.startsWith('.'));
    return names.sort(byCodePoints).map((name) => `usage/${name}`);
  }

  /** Undefined if there is no such file, which is a fault for a required one, or if it cannot be read as a table. */
  table(file: string, required: readonly string[], optional: readonly string[], mustExist: boolean): Table | undefined {
    if (this.#root === undefined) return undefined;
    const text = this.#text(file, mustExist);
    return text === undefined ? undefined : this.#underHeader(file, parseCsv(text), required, optional);
  }

  #underHeader(
    file: string,
    rows: CsvRow[],
    required: readonly string[],
    optional: readonly string[],
  ): Table | undefined {
    const [top, ...others] = rows;
    if (!top) this.faults.add(file, 1, undefined, 'the file is empty, a header row is needed');
    else if (!top.cells)
      this.faults.add(file, top.line, undefined, 'the header row is too long or its quote never closed');
    if (!top?.cells) return undefined;
    const names = top.cells;
    const twice = [...required, ...optional].filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
    const missing = required.filter((name) => !names.includes(name));
    for (const name of twice) this.faults.add(file, top.line, name, 'the header names it twice');
    for (const name of missing) this.faults.add(file, top.line, name, 'required column is missing');
    if (twice.length + missing.length > 0) return undefined;
    const header = new Map(names.map((name, index) => [name, index]));
    return {
      rows: others.map(({ line, cells }) => ({
        line,
        row: cells?.length === names.length ? new Row(file, line, header, cells, this.faults) : undefined,
      })),
    };
  }

  /** The text of a file, without a byte order mark at its start. */
  #text(file: string, mustExist: boolean): string | undefined {
    const found = this.#resolve(file);
    if (found === 'absent') {
      if (mustExist) this.faults.add(file, undefined, undefined, 'the file is missing');
      return undefined;
    }
    if (found === 'outside' || !statSync(found).isFile()) {
      this.faults.add(file, undefined, undefined, 'not a regular file inside the folder');
      return undefined;
    }
    const bytes = readFileSync(found);
    if (isText(bytes)) return bytes.toString('utf8').replace(/^\uFEFF/, '');
    this.faults.add(file, firstBadLine(bytes), undefined, 'not UTF-8 text');
    return undefined;
  }

  #resolve(file: string): string {
    if (this.#root === undefined) return 'absent';
    const path = join(this.#root, file);
    if (!existsAtAll(path)) return 'absent';
    try {
      const real = realpathSync(path);
      return real.startsWith(this.#root + sep) ? real : 'outside';
    } catch (error) {
      // A link to nowhere, or one that goes in circles.
      if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return 'outside';
      throw error;
    }
  }
}

/** Whether there is anything by this name, be it a link that leads nowhere. */
function existsAtAll(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** No byte of a longer character is a line end, so the first line that is no text for itself is the place. */
function firstBadLine(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split(/\r\n|\r|\n/);
  return 1 + lines.findIndex((line) => !isText(Buffer.from(line, 'latin1')));
}
