import { compareCodePoints } from '../kernel/ids.js';

/** Rows of a query that is sorted by party id, handed out party by party, so that no more than a batch is held. */
export class PartyGroups<Row extends { party_code: string }> {
  #rows: readonly Row[] = [];
  #at = 0;

  constructor(private readonly batches: AsyncGenerator<Row[]>) {}

  /** The rows of the party, which must not stand before the one that was asked for last. */
  async of(party: string): Promise<Row[]> {
    const group: Row[] = [];
    for (;;) {
      const row = await this.#peek();
      const order = row === undefined ? 1 : compareCodePoints(row.party_code, party);
      if (order > 0) return group;
      if (order === 0) group.push(row!);
      this.#at++;
    }
  }

  async #peek(): Promise<Row | undefined> {
    if (this.#at >= this.#rows.length) {
      const next = await this.batches.next();
      this.#rows = next.done ? [] : next.value;
      this.#at = 0;
    }
    return this.#rows[this.#at];
  }
}
