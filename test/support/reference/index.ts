import { distribute } from './calculate.js';
import { formatCsv, parseCsv } from './csv.js';
import { Faults, Folder } from './folder.js';
import { readMasters } from './masters.js';
import { writeOutputs } from './outputs.js';
import { readUsage } from './usage.js';

export { formatCsv, parseCsv } from './csv.js';
export { placeOf } from './folder.js';
export { checkCharacterOf } from './identifiers.js';

export interface ReferenceCounts {
  /** accepted + rejected. */
  lines: number;
  accepted: number;
  rejected: number;
  /** Accepted lines that no collection covers. */
  outside_collections: number;
  /** Accepted lines in a pool that match no work. */
  unidentified: number;
}

/**
 * Either every fault of the folder, as `file:line: column: words`, or the output files by their path, with counts.
 * `candidates` of unidentified.csv are empty and rejected.csv has no column `message`.
 */
export type ReferenceResult = { faults: string[] } | { files: Map<string, string>; counts: ReferenceCounts };

/**
 * The whole contract in memory, in the plainest way: the yardstick for the service, with which it shares no code.
 * @param path of a distribution folder
 */
export function runReference(path: string): ReferenceResult {
  const faults = new Faults();
  const folder = new Folder(path, faults);
  const masters = readMasters(folder, faults);
  const { lines, rejections } = readUsage(folder, masters.licences);
  if (faults.list.length > 0) return { faults: faults.list };
  const distribution = distribute(masters, lines);
  return {
    files: writeOutputs(distribution, rejections),
    counts: {
      lines: lines.length + rejections.length,
      accepted: lines.length,
      rejected: rejections.length,
      outside_collections: distribution.linesOutsideCollections,
      unidentified: distribution.linesUnidentified,
    },
  };
}

/**
 * An output file with what the reference leaves out left out: the column `message` of rejected.csv, the contents of
 * `candidates` in unidentified.csv. Other files come back as they are.
 */
export function comparable(path: string, text: string): string {
  const rows = parseCsv(text).map(({ cells, line }) => {
    if (!cells) throw new Error(`${path}:${line} cannot be split into cells`);
    return cells;
  });
  if (path === 'rejected.csv') return formatCsv(rows.map((row) => row.slice(0, 3)));
  if (path === 'unidentified.csv')
    return formatCsv(rows.map((row, index) => (index === 0 ? row : [...row.slice(0, -1), ''])));
  return text;
}
