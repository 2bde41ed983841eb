import { normalTitle } from '../kernel/title.js';
import { canonicalEidr, canonicalImdb, canonicalIsan } from '../kernel/work-identifiers.js';
import { decodeCell } from '../platform/csv/decode-cell.js';
import { copyText, type RowBuffer } from '../platform/database/row-buffer.js';

/** Bounds the memory: some 40 MB of keys. A forgotten item that comes again becomes a second row, matched alike. */
const CAPACITY = 150_000;

/**
 * Gives every way in which a licensee called a work one number, that of the first line which used it, so that
 * it is decoded, folded and matched once and not once a line.
 */
export class ItemRegister {
  readonly #numbers = new Map<string, string>();

  /** @param rows takes new items */
  constructor(private readonly rows: RowBuffer) {}

  /**
   * @param cells byte strings, in the order of ITEM_COLUMNS
   * @param lineId becomes the item's number if the item is new
   */
  number(licenseeId: number, cells: readonly string[], lineId: string): string {
    const key = `${licenseeId}\0${cells.join('\0')}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#numbers.size >= CAPACITY) this.#numbers.clear();
    this.#numbers.set(key, lineId);
    this.rows.append(itemRow(licenseeId, cells, lineId));
    return lineId;
  }
}

function itemRow(licenseeId: number, cells: readonly string[], lineId: string): string {
  const [resourceId = '', title = '', year = '', eidr = '', isan = '', imdb = ''] = cells.map(decodeCell);
  const columns = [
    lineId,
    `${licenseeId}`,
    copyText(resourceId),
    copyText(title),
    copyText(year),
    copyText(normalTitle(title)),
    copyText(yearNumber(year)),
    copyText(canonicalEidr(eidr)),
    copyText(canonicalIsan(isan)),
    copyText(canonicalImdb(imdb)),
  ];
  return columns.join('\t') + '\n';
}

/** A year that a work can bear, or nothing: such a line matches no title, whatever it was meant to say. */
function yearNumber(year: string): string | undefined {
  const digits = /^0*(\d{1,4})$/.exec(year)?.[1];
  return digits;
}
