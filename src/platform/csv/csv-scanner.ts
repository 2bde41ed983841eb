import { isUtf8 } from 'node:buffer';

/** A row longer than this is taken for a mistake, mostly a quote that is never closed: memory stays bounded. */
export const MAX_RECORD_BYTES = 1_048_576;

/** Why a row could not be split into cells. */
export type BrokenRecord = 'too_long' | 'quote_not_closed';

export interface CsvVisitor {
  /**
   * One row that is not blank. Cells are *byte strings*: each character is one byte of the UTF-8 text, which is
   * what makes splitting cheap; `decodeCell` gives the text. The array is reused for the next row.
   * @param line the physical line on which the row starts, from 1
   */
  record(cells: readonly string[], line: number): void;
  broken(reason: BrokenRecord, line: number): void;
}

export interface EncodingFault {
  line: number;
  byte: number;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** What a row looks like from the place where reading stopped. */
enum Skip {
  No,
  CellStart,
  Plain,
  Quoted,
  QuoteInQuoted,
}

/**
 * Splits RFC 4180 text into rows, chunk by chunk, in time proportional to the bytes. A row ends at LF, CRLF or
 * a lone CR outside quotes; a quote opens a quoted cell only as its first character; characters behind a closing
 * quote are taken as part of the cell.
 */
export class CsvScanner {
  #rest = '';
  #carry: Buffer = Buffer.alloc(0);
  #line = 1;
  #atFileStart = true;
  #skip = Skip.No;
  readonly #cells: string[] = [];

  constructor(private readonly visitor: CsvVisitor) {}

  /** Takes the next bytes of the file. Bytes that are no UTF-8 text (or NUL) end the reading with a fault. */
  push(chunk: Buffer): EncodingFault | undefined {
    let bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk;
    if (this.#atFileStart) {
      if (bytes.length < 3) {
        this.#carry = bytes;
        return undefined;
      }
      this.#atFileStart = false;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    // A CR that ends the chunk may be half of a CRLF, so it waits too.
    const waiting = bytes[bytes.length - 1] === CR ? 1 : unfinishedCharacter(bytes);
    const whole = bytes.subarray(0, bytes.length - waiting);
    this.#carry = Buffer.from(bytes.subarray(whole.length));
    if (!isText(whole)) return this.#encodingFault(whole);
    this.#split(this.#rest + whole.toString('latin1'), false);
    return undefined;
  }

  /** Takes the end of the file. */
  end(): EncodingFault | undefined {
    this.#atFileStart = false;
    const bytes = this.#carry;
    this.#carry = Buffer.alloc(0);
    if (!isText(bytes)) return this.#encodingFault(bytes);
    this.#split(this.#rest + bytes.toString('latin1'), true);
    return undefined;
  }

  #encodingFault(bytes: Buffer): EncodingFault {
    let good = 0;
    let bad = bytes.length; // the shortest prefix that is no text lies above good and not above bad
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      const prefix = bytes.subarray(0, middle);
      if (isText(prefix.subarray(0, middle - unfinishedCharacter(prefix)))) good = middle;
      else bad = middle;
    }
    const before = this.#rest + bytes.toString('latin1', 0, good);
    return { line: this.#line + countLines(before, 0, before.length), byte: bytes[good] ?? 0 };
  }

  #split(text: string, final: boolean): void {
    let position = this.#skip === Skip.No ? 0 : this.#skipRecord(text, 0);
    while (position < text.length) {
      const next = this.#splitRecord(text, position, final);
      if (next < 0) break;
      position = next;
    }
    this.#rest = position < text.length ? text.slice(position) : '';
    if (this.#rest.length > MAX_RECORD_BYTES) {
      this.visitor.broken('too_long', this.#line);
      this.#skip = Skip.CellStart;
      this.#skipRecord(this.#rest, 0);
      this.#rest = '';
    }
  }

  /** Splits the row at `start` and returns where the next one starts, or -1 where more bytes are needed. */
  #splitRecord(text: string, start: number, final: boolean): number {
    const cells = this.#cells;
    let count = 0;
    let position = start;
    let quoted = false;
    for (;;) {
      let end = position;
      if (text.charCodeAt(position) === QUOTE) {
        quoted = true;
        end = this.#quotedEnd(text, position);
        if (end < 0) return this.#unclosed(text, start, final);
        end = plainEnd(text, end);
        cells[count++] = unquote(text, position, end);
      } else {
        end = plainEnd(text, position);
        cells[count++] = text.slice(position, end);
      }
      const separator = text.charCodeAt(end);
      if (separator === COMMA) {
        position = end + 1;
        continue;
      }
      if (!final && end >= text.length) return -1;
      cells.length = count;
      const next = end + (separator === CR && text.charCodeAt(end + 1) === LF ? 2 : 1);
      this.#emit(cells, end - start);
      this.#line += quoted ? countLines(text, start, end) + 1 : 1;
      return next;
    }
  }

  #emit(cells: string[], bytes: number): void {
    if (cells.length === 1 && isBlank(cells[0]!)) return;
    if (bytes > MAX_RECORD_BYTES) this.visitor.broken('too_long', this.#line);
    else this.visitor.record(cells, this.#line);
  }

  /** Where the text behind the closing quote of the cell at `position` starts, or -1 where none closes it. */
  #quotedEnd(text: string, position: number): number {
    let end = position + 1;
    for (;;) {
      end = text.indexOf('"', end);
      if (end < 0) return -1;
      if (text.charCodeAt(end + 1) !== QUOTE) return end + 1;
      end += 2;
    }
  }

  #unclosed(text: string, start: number, final: boolean): number {
    if (!final) return -1;
    const tooLong = text.length - start > MAX_RECORD_BYTES;
    this.visitor.broken(tooLong ? 'too_long' : 'quote_not_closed', this.#line);
    return text.length;
  }

  /** Passes over the rest of a row that is too long, keeping nothing of it; returns where the next one starts. */
  #skipRecord(text: string, start: number): number {
    let position = start;
    for (; position < text.length; position++) {
      const character = text.charCodeAt(position);
      if (this.#skip !== Skip.Quoted && (character === LF || character === CR)) {
        this.#line++;
        this.#skip = Skip.No;
        return position + (character === CR && text.charCodeAt(position + 1) === LF ? 2 : 1);
      }
      if (character === LF || (character === CR && text.charCodeAt(position + 1) !== LF)) this.#line++;
      this.#skip = skipState(this.#skip, character);
    }
    return position;
  }
}

function skipState(state: Skip, character: number): Skip {
  switch (state) {
    case Skip.Quoted:
      return character === QUOTE ? Skip.QuoteInQuoted : Skip.Quoted;
    case Skip.QuoteInQuoted:
      if (character === QUOTE) return Skip.Quoted;
      return character === COMMA ? Skip.CellStart : Skip.Plain;
    case Skip.CellStart:
      if (character === QUOTE) return Skip.Quoted;
      return character === COMMA ? Skip.CellStart : Skip.Plain;
    case Skip.Plain:
    case Skip.No:
      return character === COMMA ? Skip.CellStart : Skip.Plain;
  }
}

function plainEnd(text: string, start: number): number {
  let end = start;
  for (; end < text.length; end++) {
    const character = text.charCodeAt(end);
    if (character === COMMA || character === LF || character === CR) break;
  }
  return end;
}

/** The content of a quoted cell that lies at [start, end), with what follows its closing quote. */
function unquote(text: string, start: number, end: number): string {
  const cell = text.slice(start + 1, end);
  let content = '';
  let position = 0;
  for (;;) {
    const quote = cell.indexOf('"', position);
    content += cell.slice(position, quote);
    if (cell.charCodeAt(quote + 1) !== QUOTE) return content + cell.slice(quote + 1);
    content += '"';
    position = quote + 2;
  }
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let position = start; position < end; position++) {
    const character = text.charCodeAt(position);
    if (character === LF || (character === CR && text.charCodeAt(position + 1) !== LF)) lines++;
  }
  return lines;
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** How many bytes at the end are the start of a character whose other bytes are still to come. */
function unfinishedCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** The text of a byte string. */
export function decodeBytes(cell: string): string {
  return /[\x80-\xff]/.test(cell) ? Buffer.from(cell, 'latin1').toString('utf8') : cell;
}

function isBlank(cell: string): boolean {
  return cell === '' || decodeBytes(cell).trim() === '';
}
