import type { Fault } from '../platform/csv/fault.js';
import { unknownColumns } from '../platform/csv/table.js';
import type { Tx } from '../platform/database/database.js';
import type { ReportFault, ReportFile, ReportFigures, UsageService } from '../usage/index.js';
import { FolderFaultsError } from './faults.js';
import type { FolderFiles } from './folder-files.js';
import type { Progress } from './stopwatch.js';

/** What came of the usage files. */
export interface Intake {
  files: number;
  accepted: number;
  rejected: number;
  warnings: Fault[];
  sha256: ReadonlyMap<string, string>;
}

export interface UsageSources {
  files: FolderFiles;
  /** Those of its usage files that are to be read. */
  reports: readonly ReportFile[];
  progress: Progress;
}

export function reportsOf(files: FolderFiles): ReportFile[] {
  return files.usage.map((name) => ({ name, path: files.path(name) }));
}

/**
 * Reads and stores usage files; the licences must be there.
 * @param meanwhile what is to be done while the first lines are read
 * @returns what `meanwhile` gave, and the intake
 * @throws folder-has-faults, which rolls everything back
 */
export async function receiveUsage<T>(
  tx: Tx,
  usage: UsageService,
  society: number,
  { files, reports, progress }: UsageSources,
  meanwhile: () => Promise<T>,
): Promise<[T, Intake]> {
  const reading = await usage.read(tx, society, reports, (lines) => progress.lines(lines));
  let done: T;
  let outcomes: (ReportFigures | ReportFault[])[];
  try {
    done = await meanwhile();
    outcomes = await usage.store(tx, reading);
  } finally {
    await reading.close();
  }
  const faults: Fault[] = [];
  const figures: ReportFigures[] = [];
  const warnings: Fault[] = files.ignored.map((file) => ({ file, message: 'is no usage file (*.csv), ignored' }));
  if (files.usage.length === 0)
    warnings.push({ file: 'usage/', message: 'holds no usage file; every pool stays undistributed' });
  outcomes.forEach((outcome, index) => {
    const file = reports[index]!.name;
    if (Array.isArray(outcome)) faults.push(...outcome.map((fault) => ({ file, ...fault })));
    else {
      figures.push(outcome);
      warnings.push(...unknownColumns(file, outcome.unknownColumns));
    }
  });
  if (faults.length > 0) throw new FolderFaultsError(faults);
  const sha256 = new Map(reports.map(({ name }, index) => [name, figures[index]!.sha256]));
  const intake: Intake = {
    files: reports.length,
    accepted: figures.reduce((sum, report) => sum + report.accepted, 0),
    rejected: figures.reduce((sum, report) => sum + report.rejected, 0),
    warnings: [...warnings, ...twins(sha256)],
    sha256,
  };
  return [done, intake];
}

/** Two files with the same bytes are both read, with a warning (contract, Input). */
function twins(sha256: ReadonlyMap<string, string>): Fault[] {
  const first = new Map<string, string>();
  const warnings: Fault[] = [];
  for (const [file, hash] of sha256) {
    const twin = first.get(hash);
    if (twin === undefined) first.set(hash, file);
    else warnings.push({ file, message: `has the same bytes as ${twin}; both are counted` });
  }
  return warnings;
}
