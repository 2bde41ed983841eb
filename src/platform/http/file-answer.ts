/** What a handler returns in place of a view to have a file written piece by piece as it is fetched. */
export class FileAnswer {
  /** @param pieces read, if need be, from the transaction of the request */
  constructor(
    readonly name: string,
    readonly type: string,
    readonly pieces: AsyncIterable<string | Uint8Array>,
  ) {}
}
