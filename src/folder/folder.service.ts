import { Injectable } from '@nestjs/common';
import { DistributionService, type NewDistribution, type Run, type Stage } from '../distribution/index.js';
import { SocietiesService } from '../identity/index.js';
import { Database, type Tx } from '../platform/database/database.js';
import { checkReport, type ReportFault, type ReportFile, type ReportFigures, UsageService } from '../usage/index.js';
import { hashOfInputs } from './explain-folder.js';
import { type Fault, formatFault } from '../platform/csv/fault.js';
import { unknownColumns } from '../platform/csv/table.js';
import { FolderFaultsError } from './faults.js';
import { FolderFiles, NOT_A_REGULAR_FILE } from './folder-files.js';
import { type Masters, readMasters } from './masters/masters.js';
import { OutputDirectory } from './outputs/output-directory.js';
import { checkInvariants, countRun, type Counts, type CurrencyTotals, totalRun } from './outputs/summary.js';
import { WriteOutputs, writeSummary } from './outputs/write-outputs.js';
import { type Progress, Stopwatch } from './stopwatch.js';
import { FOLDER_ACTOR, StoreMasters } from './store-masters.js';

export interface RunOptions {
  folder: string;
  /** DIR */
  out: string;
  /** Name of the sandbox. */
  society: string;
  force: boolean;
  pdf: boolean;
}

/** What `summary.json` says. */
export interface RunSummary {
  society: string;
  counts: Counts;
  totals: CurrencyTotals[];
  invariants: Record<string, true>;
  warnings: string[];
  inputs: Record<string, string>;
  outputs: Record<string, string>;
  /** By stage. The only part that differs between two runs of the same folder. */
  seconds: Record<string, number>;
}

/** A run within its transaction: where it writes, and how it tells the time. */
interface RunContext {
  options: RunOptions;
  files: FolderFiles;
  output: OutputDirectory;
  stopwatch: Stopwatch;
  progress: Progress;
}

/** The distribution folder: in, through the same services as everything else, and out (contract). */
@Injectable()
export class FolderService {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    private readonly storeMasters: StoreMasters,
    private readonly usage: UsageService,
    private readonly distributions: DistributionService,
    private readonly outputs: WriteOutputs,
  ) {}

  /**
   * Runs a folder in its sandbox. Everything is one transaction, and DIR is renamed into place after it: whatever
   * happens on the way, nothing is half stored, half posted or half written.
   * @throws folder-has-faults with every fault found, and what the parts throw
   */
  async run(options: RunOptions, progress: Progress): Promise<RunSummary> {
    const stopwatch = new Stopwatch(progress);
    const files = await FolderFiles.open(options.folder);
    const output = await OutputDirectory.prepare(options.out, options.force);
    try {
      stopwatch.enter('read');
      const masters = await this.#readSoundMasters(files);
      const context: RunContext = { options, files, output, stopwatch, progress };
      const summary = await this.database.write(undefined, (tx) => this.#runIn(tx, context, masters));
      await output.publish();
      return summary;
    } catch (error) {
      await output.discard();
      throw error;
    }
  }

  /** @throws folder-has-faults */
  async #readSoundMasters(files: FolderFiles): Promise<Masters> {
    const faults: Fault[] = [];
    const masters = await readMasters(files, faults);
    const readable = await checkUsageFiles(files, faults);
    if (faults.length === 0) return masters;
    // The run cannot go on, so that the usage files are looked through now: all that is wrong is said at once.
    for (const file of readable) {
      for (const fault of await checkReport(files.path(file))) faults.push({ file, ...fault });
    }
    throw new FolderFaultsError(faults);
  }

  async #runIn(tx: Tx, context: RunContext, masters: Masters): Promise<RunSummary> {
    const { options, output, stopwatch } = context;
    stopwatch.enter('masters');
    const society = await this.societies.replaceSandbox(tx, options.society);
    await this.storeMasters.storeLicences(tx, society, masters);
    const [money, intake] = await this.#receiveUsage(tx, society, context, async () => {
      const stored = await this.storeMasters.store(tx, society, masters);
      stopwatch.enter('intake');
      return stored;
    });
    const inputs = new Map([...masters.sha256, ...intake.sha256]);
    const run = await this.#distribute(tx, society, { kind: 'normal', ...money }, hashOfInputs(inputs), stopwatch);
    stopwatch.enter('check');
    const invariants = await checkInvariants(tx, run);
    const counts = await countRun(tx, run, intake);
    const totals = await totalRun(tx, run.distributionId);
    const written = await this.outputs.write(
      tx,
      { ...run, societyName: options.society, pdf: options.pdf },
      output.path,
      stopwatch,
    );
    stopwatch.stop();
    const summary: RunSummary = {
      society: options.society,
      counts,
      totals,
      invariants,
      warnings: [...masters.warnings, ...intake.warnings].map(formatFault),
      inputs: Object.fromEntries(inputs),
      outputs: Object.fromEntries(written),
      seconds: stopwatch.seconds(),
    };
    await writeSummary(output.path, summary);
    return summary;
  }

  /**
   * @param meanwhile what is to be done while the first lines are read
   * @returns what `meanwhile` gave, and the intake
   * @throws folder-has-faults, which rolls everything back
   */
  async #receiveUsage<T>(
    tx: Tx,
    society: number,
    { files, progress }: RunContext,
    meanwhile: () => Promise<T>,
  ): Promise<[T, Intake]> {
    const reports = files.usage.map((name): ReportFile => ({ name, path: files.path(name) }));
    const reading = await this.usage.read(tx, society, reports, (lines) => progress.lines(lines));
    let done: T;
    let outcomes: (ReportFigures | ReportFault[])[];
    try {
      done = await meanwhile();
      outcomes = await this.usage.store(tx, reading);
    } finally {
      await reading.close();
    }
    const faults: Fault[] = [];
    const figures: ReportFigures[] = [];
    const warnings: Fault[] = files.ignored.map((file) => ({ file, message: 'is no usage file (*.csv), ignored' }));
    if (reports.length === 0)
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

  /** All collections at once; a sandbox needs nobody's approval. */
  async #distribute(
    tx: Tx,
    society: number,
    distribution: NewDistribution,
    inputsSha256: string,
    stopwatch: Stopwatch,
  ): Promise<Run> {
    const enter = (stage: Stage) => stopwatch.enter(stage);
    const run = await this.distributions.open(tx, society, distribution, FOLDER_ACTOR);
    await this.distributions.calculateFrom(tx, run, FOLDER_ACTOR, inputsSha256, enter);
    await this.distributions.post(tx, run, FOLDER_ACTOR, enter);
    return run;
  }
}

interface Intake {
  files: number;
  accepted: number;
  rejected: number;
  warnings: Fault[];
  sha256: ReadonlyMap<string, string>;
}

/** Whether each usage file is one; the readable ones are given back. */
async function checkUsageFiles(files: FolderFiles, faults: Fault[]): Promise<string[]> {
  faults.push(...files.faults);
  const readable: string[] = [];
  for (const file of files.usage) {
    const state = await files.check(file);
    if (state === 'readable') readable.push(file);
    else faults.push(state === 'missing' ? { file, message: NOT_A_REGULAR_FILE } : state);
  }
  return readable;
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
