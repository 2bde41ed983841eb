import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { type Actor, AuditService, SocietiesService } from '../../identity/index.js';
import { type Fault, formatFault } from '../../platform/csv/fault.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type ReportFile, UsageReport, UsageService } from '../../usage/index.js';
import { IsNull } from 'typeorm';
import { FolderFaultsError } from '../faults.js';
import { FolderFiles } from '../folder-files.js';
import type { Masters } from '../masters/masters.js';
import { readSoundMasters } from '../masters/sound-masters.js';
import { receiveUsage, reportsOf } from '../receive-usage.js';
import { type Progress, Stopwatch } from '../stopwatch.js';
import type { Counted } from './differences.js';
import { ImportRepertoire } from './import-repertoire.js';
import { ImportTerms } from './import-terms.js';

export interface ImportOptions {
  folder: string;
  /** Name of the society. */
  society: string;
  /** Who imports, for the audit trail. */
  actor: string;
}

export interface ImportSummary {
  society: string;
  /** Rows by file; of usage, files. */
  files: Record<string, Counted>;
  lines: { accepted: number; rejected: number };
  /** The rules of the folder; they wait for their publication if they are new. */
  ruleSet: { id: number; created: boolean };
  /** How many were opened, since shares came to more than 100 %. */
  disputes: number;
  warnings: string[];
}

interface Import {
  files: FolderFiles;
  /** By which it is named in the audit trail and before the names of its usage files. */
  name: string;
  masters: Masters;
  stopwatch: Stopwatch;
  progress: Progress;
}

/**
 * A distribution folder, into a society that goes on: what is not there is added, all of it or nothing. What is there and
 * says the same stays; what is there and differs refuses the folder. Nothing is distributed yet.
 */
@Injectable()
export class ImportFolder {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    private readonly repertoire: ImportRepertoire,
    private readonly terms: ImportTerms,
    private readonly usage: UsageService,
    private readonly audit: AuditService,
  ) {}

  /**
   * @throws society-not-found, folder-has-faults with every fault found, collection-periods-overlap, usage-reported,
   *   usage-distributed
   */
  async import({ folder, society: societyName, actor: id }: ImportOptions, progress: Progress): Promise<ImportSummary> {
    const stopwatch = new Stopwatch(progress);
    const society = await this.database.read(undefined, (tx) => this.societies.require(tx, societyName));
    const actor: Actor = { id, roles: [], scope: { society } };
    const files = await FolderFiles.open(folder);
    stopwatch.enter('read');
    const masters = await readSoundMasters(files);
    const name = basename(resolve(folder));
    const done = await this.database.write(society, (tx) =>
      this.#importIn(tx, actor, { files, name, masters, stopwatch, progress }),
    );
    stopwatch.stop();
    return { society: societyName, ...done };
  }

  async #importIn(tx: Tx, actor: Actor, given: Import): Promise<Omit<ImportSummary, 'society'>> {
    const { files, name, masters, stopwatch, progress } = given;
    const { society } = actor.scope;
    const reason = `import of folder ${name}`;
    // Two imports go one after the other: the second compares with what the first one brought.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('folder imports of a society', $1))`, [society]);
    stopwatch.enter('masters');
    const faults: Fault[] = [];
    const reports = await this.#freshReports(tx, society, given, faults);
    const licences = await this.terms.takeLicences(tx, actor, masters, reason, faults);
    if (faults.length > 0) throw new FolderFaultsError(faults);
    const doubtful = await this.terms.licenceWarnings(tx, society, masters);
    const [stored, intake] = await receiveUsage(tx, this.usage, society, { files, reports, progress }, async () => {
      const repertoire = await this.repertoire.take(tx, actor, masters, reason);
      const money = await this.terms.takeMoney(tx, actor, masters, reason);
      stopwatch.enter('intake');
      return { repertoire, money };
    });
    await this.usage.bindImported(
      tx,
      society,
      reports.map((report) => report.name),
    );
    const { repertoire, money } = stored;
    const usageFiles = { created: reports.length, same: files.usage.length - reports.length };
    const counts = { ...repertoire.counts, 'licences.csv': licences, ...money.counts, 'usage/*.csv': usageFiles };
    const lines = { accepted: intake.accepted, rejected: intake.rejected };
    const inputs = Object.fromEntries([...masters.sha256, ...intake.sha256]);
    const after = { files: counts, lines, ruleSet: money.ruleSet.id, inputs };
    await this.audit.record(tx, actor.id, { action: 'folder.imported', subject: name, after });
    return {
      ...{ files: counts, lines, ruleSet: money.ruleSet, disputes: repertoire.disputes },
      warnings: [...masters.warnings, ...doubtful, ...intake.warnings].map(formatFault),
    };
  }

  /** The usage files that were not imported before. @param faults files of a name that was, or of bytes that were */
  async #freshReports(tx: Tx, society: number, { files, name }: Import, faults: Fault[]): Promise<ReportFile[]> {
    const imported = await tx.findBy(UsageReport, { societyId: society, licenceId: IsNull() });
    const byName = new Map(imported.map((report) => [report.name, report.contentSha256]));
    const byHash = new Map(imported.map((report) => [report.contentSha256, report.name]));
    const fresh: ReportFile[] = [];
    for (const { name: file, path } of reportsOf(files)) {
      const contentSha256 = await sha256Of(path);
      const report = { name: `${name}/${file}`, path, contentSha256 };
      const before = byName.get(report.name);
      const twin = byHash.get(contentSha256);
      if (before === contentSha256) continue;
      if (before !== undefined) {
        faults.push({
          file,
          message: `was imported as ${report.name} before, with other content; name the folder otherwise`,
        });
      } else if (twin !== undefined) {
        faults.push({
          file,
          message: `has the bytes of ${twin}, which was imported before; its lines would count twice`,
        });
      } else fresh.push(report);
    }
    return fresh;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
