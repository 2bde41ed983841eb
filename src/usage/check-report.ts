import type { BrokenRecord } from '../platform/csv/csv-scanner.js';
import { decodeCell } from '../platform/csv/decode-cell.js';
import { readCsv } from '../platform/csv/read-csv.js';
import { BROKEN, EMPTY_FILE, headerBroken, notUtf8, type ReportFault } from './report-faults.js';
import { findUsageColumns } from './rules/usage-columns.js';

/** Reads a report without taking it in, and says all that would keep it from being taken in. */
export async function checkReport(path: string): Promise<ReportFault[]> {
  const faults: ReportFault[] = [];
  let header = false;
  const encodingFault = await readCsv(
    { path },
    {
      record(cells, line) {
        if (header) return;
        header = true;
        const found = findUsageColumns(cells.map(decodeCell));
        if (Array.isArray(found)) faults.push(...found.map((fault) => ({ line, ...fault })));
      },
      broken(reason: BrokenRecord, line) {
        // Behind the header a broken row is a rejection, and no fault.
        if (!header) faults.push(headerBroken(BROKEN[reason], line));
        header = true;
      },
    },
  );
  if (encodingFault) faults.push(notUtf8(encodingFault.line, encodingFault.byte));
  else if (!header) faults.push(EMPTY_FILE);
  return faults;
}
