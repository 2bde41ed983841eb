import { trimCell } from '../../kernel/trim.js';
import { decodeBytes } from './csv-scanner.js';

/** The text of a cell as the contract reads it: white space at both ends does not count. */
export function decodeCell(cell: string): string {
  return trimCell(decodeBytes(cell));
}
