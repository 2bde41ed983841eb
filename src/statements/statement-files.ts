import { join } from 'node:path';
import { fileNameOf } from '../kernel/ids.js';
import { OutputFile } from '../platform/files/output-file.js';

/** A statement whose CSV is written. */
export interface WrittenStatement {
  /** The id of the party. */
  party: string;
  /** Name of its files, without extension. */
  fileName: string;
  csvPath: string;
  csvSha256: string;
}

/**
 * Where a party starts in the CSV of statement-lines.sql. After an LF within a quoted cell a quote is doubled or closes
 * the cell, so that a quote, a comma or an LF follows it; any other LF ends a row. So these three bytes are the start of
 * a row whose first cell starts with CR, which no id of a collection does (kernel/ids.ts).
 */
const PARTY_ROW = Buffer.from('\n"\r');
const LF = 0x0a;

/**
 * Cuts the CSV of statement-lines.sql into the files of its parties, looking at the bytes only where a party starts.
 * @param csv pieces of any length
 * @param directory exists and holds none of the files
 */
export async function* writeStatementFiles(
  csv: AsyncIterable<Buffer>,
  directory: string,
): AsyncGenerator<WrittenStatement> {
  let header: Buffer | undefined;
  let current: OpenStatement | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of csv) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let start: number;
    while ((start = bytes.indexOf(PARTY_ROW)) >= 0) {
      // An id holds no control character, so the row ends at the next LF.
      const end = bytes.indexOf(LF, start + PARTY_ROW.length);
      if (end < 0) break;
      header ??= Buffer.from(bytes.subarray(0, start));
      if (current) yield current.close(bytes.subarray(0, start));
      current = new OpenStatement(partyOf(bytes.subarray(start + PARTY_ROW.length, end)), directory, header);
      bytes = bytes.subarray(end);
    }
    // The last bytes may be the first of a party's row; the header waits for one as a whole.
    const last = start >= 0 ? start : Math.max(bytes.length - PARTY_ROW.length, 0);
    current?.write(bytes.subarray(0, last));
    rest = current === undefined ? bytes : bytes.subarray(last);
  }
  if (current) yield current.close(rest.subarray(0, -1));
}

/** The id in a party's row: `ID",,,` up to its last column, quotes within doubled. */
function partyOf(row: Buffer): string {
  const text = row.toString('utf8');
  return text.slice(0, text.lastIndexOf('"')).replaceAll('""', '"');
}

/** The statement that is being written. What it takes starts with an LF, as every line but the header does. */
class OpenStatement {
  readonly #fileName: string;
  readonly #csvPath: string;
  readonly #file: OutputFile;

  constructor(
    private readonly party: string,
    directory: string,
    header: Buffer,
  ) {
    this.#fileName = fileNameOf(party);
    this.#csvPath = join(directory, `${this.#fileName}.csv`);
    this.#file = new OutputFile(this.#csvPath);
    this.#file.write(header);
  }

  write(bytes: Buffer): void {
    this.#file.write(bytes);
  }

  close(last: Buffer): WrittenStatement {
    this.#file.write(last);
    this.#file.write('\n');
    return { party: this.party, fileName: this.#fileName, csvPath: this.#csvPath, csvSha256: this.#file.close() };
  }
}
