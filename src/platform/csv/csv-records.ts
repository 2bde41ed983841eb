import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/**
 * The rows of a file that a run wrote, by the names of its header, in bounded memory. An empty cell is ''.
 * What comes from outside is read by `readCsv`, which says what is wrong with it and where.
 */
export function csvRecords<Column extends string>(path: string): AsyncIterable<Record<Column, string>> {
  return createReadStream(path).compose(parse({ columns: true, record_delimiter: '\n' })) as AsyncIterable<
    Record<Column, string>
  >;
}
