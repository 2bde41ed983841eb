import type { Fault } from '../../platform/csv/fault.js';

/** What became of the rows of a file. */
export interface Counted {
  created: number;
  /** Were there already, and say the same. */
  same: number;
}

/** A row whose id the society has for something else. @param before what the society has, field by field */
export function differs(place: { file: string; line: number }, before: object, after: object): Fault {
  const had = new Map<string, unknown>(Object.entries(before));
  const fields = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(had.get(field)),
  );
  const shown = fields.map(
    ([field, value]) => `${field} ${JSON.stringify(had.get(field))}, not ${JSON.stringify(value)}`,
  );
  return {
    ...place,
    message: `the society has this id with ${shown.join('; ')}. An import changes nothing: mend the file, or change the society's row first`,
  };
}
