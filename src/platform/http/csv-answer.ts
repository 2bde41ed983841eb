import { FileAnswer } from './file-answer.js';

/** A whole list as CSV, row by row as they are fetched. */
export class CsvAnswer extends FileAnswer {
  /** @param rows pieces of CSV, header first */
  constructor(name: string, rows: AsyncIterable<string | Uint8Array>) {
    super(name, 'text/csv; charset=utf-8', rows, true);
  }
}
