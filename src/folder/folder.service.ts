import { Injectable } from '@nestjs/common';
import { DistributionService, type NewDistribution, type Run, type Stage } from '../distribution/index.js';
import { SocietiesService } from '../identity/index.js';
import { Database, type Tx } from '../platform/database/database.js';
import { UsageService } from '../usage/index.js';
import { hashOfInputs } from './explain-folder.js';
import { formatFault } from '../platform/csv/fault.js';
import { FolderFiles } from './folder-files.js';
import type { Masters } from './masters/masters.js';
import { readSoundMasters } from './masters/sound-masters.js';
import { OutputDirectory } from './outputs/output-directory.js';
import { checkInvariants, countRun, type Counts, type CurrencyTotals, totalRun } from './outputs/summary.js';
import { WriteOutputs, writeSummary } from './outputs/write-outputs.js';
import { receiveUsage, reportsOf } from './receive-usage.js';
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
      const masters = await readSoundMasters(files);
      const context: RunContext = { options, files, output, stopwatch, progress };
      const summary = await this.database.write(undefined, (tx) => this.#runIn(tx, context, masters));
      await output.publish();
      return summary;
    } catch (error) {
      await output.discard();
      throw error;
    }
  }

  async #runIn(tx: Tx, context: RunContext, masters: Masters): Promise<RunSummary> {
    const { options, files, output, stopwatch, progress } = context;
    stopwatch.enter('masters');
    const society = await this.societies.replaceSandbox(tx, options.society);
    await this.storeMasters.storeLicences(tx, society, masters);
    const sources = { files, reports: reportsOf(files), progress };
    const [money, intake] = await receiveUsage(tx, this.usage, society, sources, async () => {
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
