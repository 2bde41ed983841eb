import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';

/**
 * The rows of a CSV that the program wrote, by the names of its header, in bounded memory. An empty cell is ''.
 * What comes from outside is read by `readCsv`, which says what is wrong with it and where.
 * @param csv the path of a file, or its bytes
 */
export function csvRecords<Column extends string>(csv: string | Readable): AsyncIterable<Record<Column, string>> {
  const bytes = typeof csv === 'string' ? createReadStream(csv) : csv;
  return bytes.compose(parse({ columns: true, record_delimiter: '\n' })) as AsyncIterable<Record<Column, string>>;
}
