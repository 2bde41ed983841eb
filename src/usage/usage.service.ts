import type { Hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Metric } from '../kernel/vocabulary.js';
import { LicencesService } from '../licensing/index.js';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { LineCheck, type LicenceTerms } from './rules/check-line.js';
import type { ReportFault } from './report-faults.js';
import { ItemRegister } from './item-register.js';
import { UseRegister } from './use-register.js';
import { UsageIntake, type ReportFigures } from './usage-intake.js';

const CREATE_INCOMING = sqlFile(import.meta.url, 'sql/create-incoming.sql');

export interface ReportFile {
  /** The name under which its lines are quoted. */
  name: string;
  path: string;
  /** Is fed with the bytes that are read. */
  hash: Hash;
}

@Injectable()
export class UsageService {
  constructor(private readonly licences: LicencesService) {}

  /**
   * Takes usage reports in, one after the other (contract ¶1). Lines that break a rule are kept as rejections.
   * @param onProgress hears how many lines of which report have been read
   * @returns figures in the order of the files, or for a file that cannot be taken in, what is wrong with it; the
   *   caller then has to roll back
   */
  async receive(
    tx: Tx,
    society: number,
    files: readonly ReportFile[],
    onProgress: (lines: number, bytes: number) => void,
  ): Promise<(ReportFigures | ReportFault[])[]> {
    await tx.query(CREATE_INCOMING);
    const lineCheck = new LineCheck(await this.#terms(tx, society));
    const items = new ItemRegister();
    const uses = new UseRegister();
    const outcomes: (ReportFigures | ReportFault[])[] = [];
    for (const file of files) {
      const [{ id }] = (await tx.query(
        'insert into usage.usage_report (name) values ($1) returning usage_report_id as id',
        [file.name],
      )) as [{ id: number }];
      const intake = new UsageIntake(tx, society, id, lineCheck, items, uses, onProgress);
      outcomes.push(await intake.receive(file.path, file.hash));
    }
    await tx.query('select usage.analyze_loaded()');
    return outcomes;
  }

  async #terms(tx: Tx, society: number): Promise<ReadonlyMap<string, LicenceTerms>> {
    const licences = await this.licences.byCode(tx, society);
    const terms = [...licences.values()].map((licence): [string, LicenceTerms] => [
      licence.code,
      {
        ...licence,
        metric: licence.metric as Metric,
        useTypes: new Set(licence.useTypes),
        territoryCodes: new Set(licence.territoryCodes),
      },
    ]);
    return new Map(terms);
  }
}
