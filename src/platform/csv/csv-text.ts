import { stringify } from 'csv-stringify/sync';

/** One or more rows as CSV (RFC 4180, quoted only where needed, lines end in LF). null is an empty cell. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return stringify(rows as (string | number | null)[][], { record_delimiter: '\n', quoted_match: /\r/ });
}
