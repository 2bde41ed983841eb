/** What a handler returns in place of a view to have a whole list written as CSV, row by row as they are fetched. */
export class CsvAnswer {
  /** @param rows pieces of CSV, header first, read from the transaction of the request */
  constructor(
    readonly name: string,
    readonly rows: AsyncIterable<string>,
  ) {}
}
