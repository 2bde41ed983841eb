import type { BrokenRecord } from '../platform/csv/csv-scanner.js';
export { notUtf8 } from '../platform/csv/fault.js';
import type { Rejection } from './rules/check-line.js';

/** Why a file cannot be taken in at all. */
export interface ReportFault {
  line: number;
  column?: string;
  message: string;
}

/** What becomes of a row that cannot be split into cells. */
export const BROKEN: Record<BrokenRecord, Rejection> = {
  too_long: {
    code: 'bad_row',
    message: 'the row is longer than 1 MiB; most likely a quote opened on it is never closed',
  },
  quote_not_closed: {
    code: 'bad_row',
    message: 'a quote opened on this row is never closed, so that everything up to the end of the file belongs to it',
  },
};

export const EMPTY_FILE: ReportFault = { line: 1, message: 'the file is empty; a header row is needed' };

export function headerBroken({ message }: Rejection, line: number): ReportFault {
  return { line, message: `the header cannot be read: ${message}` };
}
