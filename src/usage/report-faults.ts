import type { BrokenRecord } from '../platform/csv/csv-scanner.js';
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

export function notUtf8(line: number, byte: number): ReportFault {
  const shown = byte === 0 ? 'a NUL byte' : `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return {
    line,
    message: `the file is not UTF-8 text (${shown}); save it as UTF-8, it may be UTF-16, GB18030 or Windows-1252`,
  };
}
