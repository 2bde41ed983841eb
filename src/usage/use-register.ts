import type { RowBuffer } from '../platform/database/row-buffer.js';
import type { CheckedLine, LicenceTerms } from './rules/check-line.js';

/** Gives every licence × use type × territory that was reported one number, that of the first line which was of it. */
export class UseRegister {
  readonly #numbers = new Map<LicenceTerms, Map<string, Map<string, string>>>();

  /** @param rows takes new uses */
  constructor(private readonly rows: RowBuffer) {}

  /** @param lineId becomes the use's number if the use is new */
  number({ licence, useType, territory }: CheckedLine, lineId: string): string {
    const byTerritory = innerOf(innerOf(this.#numbers, licence), useType);
    const known = byTerritory.get(territory);
    if (known !== undefined) return known;
    byTerritory.set(territory, lineId);
    this.rows.append(`${lineId}\t${licence.licenceId}\t${useType}\t${territory}\n`);
    return lineId;
  }
}

function innerOf<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  let inner = map.get(key);
  if (!inner) map.set(key, (inner = new Map()));
  return inner;
}
