import { Injectable } from '@nestjs/common';
import { Distribution, distributionNotFound } from '../../distribution/index.js';
import type { Actor } from '../../identity/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { readOneState, type Tx } from '../../platform/database/database.js';
import { partsOf } from '../../platform/database/file-parts.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { FileAnswer } from '../../platform/http/file-answer.js';
import { answerList } from '../../platform/http/list.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { numberOf } from '../../platform/row-number.js';
import { type DistributionToExport, EXPORT_DISTRIBUTION, EXPORTED_PARTS } from './export-distribution.job.js';
import type { ExportedFolderPage, ExportedFolderQuery, ExportedFolderRow } from './exported-folder.dto.js';
import { ExportedFolderView } from './exported-folder.dto.js';
import { EXPORTED_FOLDERS, exportedFolderList } from './exported-folder-list.js';

/** Distributions as folders, for whoever fetches them over HTTP. */
@Injectable()
export class ExportedFolderRegister {
  constructor(private readonly jobs: JobsService) {}

  list(tx: Tx, query: ExportedFolderQuery, csv: boolean): Promise<ExportedFolderPage | CsvAnswer> {
    return answerList(tx, exportedFolderList(query), query, csv, (row) => ExportedFolderView.from(row));
  }

  /** @throws exported-folder-not-found */
  async get(tx: Tx, id: string): Promise<ExportedFolderView> {
    const [row] = await tx.query<ExportedFolderRow[]>(`${EXPORTED_FOLDERS} where exported_folder_id = $1`, [
      numberOf(id),
    ]);
    if (row === undefined) throw exportedFolderNotFound(id);
    return ExportedFolderView.from(row);
  }

  /** The ZIP. @throws exported-folder-not-found */
  async file(tx: Tx, id: string): Promise<FileAnswer> {
    // It may grow too old while it is fetched.
    await readOneState(tx);
    const { distribution } = await this.get(tx, id);
    const pieces = partsOf(tx, EXPORTED_PARTS, Number(id));
    return new FileAnswer(`distribution-${distribution}.zip`, 'application/zip', pieces, true);
  }

  /** Whether it can be told as a folder the job finds out. @throws distribution-not-found */
  async export(tx: Tx, actor: Actor, id: string): Promise<JobView> {
    const distributionId = numberOf(id);
    const which = { societyId: actor.scope.society, distributionId };
    if (!(await tx.existsBy(Distribution, which))) throw distributionNotFound(id);
    const input: DistributionToExport = { distribution: distributionId };
    return JobView.from(await this.jobs.enqueue(tx, actor.id, EXPORT_DISTRIBUTION, input));
  }
}

const exportedFolderNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'exported-folder-not-found',
    `Exported folder ${JSON.stringify(id)} is not known, or thirty days old. GET /v1/exported-folders lists those that there are; POST exports anew.`,
  );
