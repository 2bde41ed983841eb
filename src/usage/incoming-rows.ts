import { RowBuffer } from '../platform/database/row-buffer.js';

/** Rows on their way, by the table incoming_… for which they are (create-incoming.sql), in COPY's text format. */
export class IncomingRows {
  readonly item = new RowBuffer();
  readonly use = new RowBuffer();
  readonly line = new RowBuffer();
  readonly rejection = new RowBuffer();

  /** Takes the rows out that have grown to so many bytes. */
  *take(atLeast: number): Generator<RowBlock> {
    for (const kind of ROW_KINDS) {
      if (this[kind].length >= atLeast) yield { kind, rows: this[kind].take() };
    }
  }
}

const ROW_KINDS = ['item', 'use', 'line', 'rejection'] as const;

export interface RowBlock {
  kind: (typeof ROW_KINDS)[number];
  rows: Uint8Array<ArrayBuffer>;
}
