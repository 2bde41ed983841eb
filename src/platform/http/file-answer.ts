/** What a handler returns in place of a view to have a file written piece by piece as it is fetched. */
export class FileAnswer {
  /**
   * @param pieces of the file
   * @param needsTx whether they are read from the transaction of the request, which is kept for so long
   */
  constructor(
    readonly name: string,
    readonly type: string,
    readonly pieces: AsyncIterable<string | Uint8Array>,
    readonly needsTx: boolean,
  ) {}
}
