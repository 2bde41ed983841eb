import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import { readParts, storeParts } from '../../platform/database/file-parts.js';
import { inTemporaryDirectory } from '../../platform/files/temporary-directory.js';
import { JobHandler } from '../../platform/jobs/job-handler.js';
import type { RunningJob } from '../../platform/jobs/running-job.js';
import { ExportFolder } from './export-folder.js';
import { zipFolder } from './zip-folder.js';

export const EXPORT_DISTRIBUTION = 'distribution.export';

export interface DistributionToExport {
  distribution: number;
}

/** Where the file of an exported folder lies. */
export const EXPORTED_PARTS = { table: 'folder.exported_folder_part', number: 'exported_folder_id' };

/** Writes a distribution as a folder and keeps it as one ZIP, by the same code as `cineledger export`. */
@Injectable()
export class ExportDistributionJob extends JobHandler {
  readonly kind = EXPORT_DISTRIBUTION;

  constructor(
    private readonly database: Database,
    private readonly folders: ExportFolder,
    private readonly audit: AuditService,
  ) {
    super();
  }

  async run({ distribution: distributionId }: DistributionToExport, job: RunningJob): Promise<void> {
    const run = { society: job.society, distributionId };
    await inTemporaryDirectory('export', async (directory) => {
      const [folder, zip] = [join(directory, 'folder'), join(directory, 'folder.zip')];
      await mkdir(folder);
      const { renamed } = await this.database.write(job.society, (tx) =>
        this.folders.exportIn(tx, run, folder, UNWATCHED),
      );
      const { sha256, bytes } = await zipFolder(folder, zip);
      await job.conclude(async (tx) => {
        const [{ id }] = await tx.query<[{ id: number }]>(
          `insert into folder.exported_folder (distribution_id, bytes, sha256, renamed, exported_by)
           values ($1, $2, $3, $4, $5) returning exported_folder_id as id`,
          [distributionId, bytes, sha256, renamed, job.askedBy],
        );
        await storeParts(tx, EXPORTED_PARTS, id, readParts(zip));
        const result = { exportedFolder: String(id), sha256, renamed };
        const deed = { action: 'distribution.exported', subject: `distribution/${distributionId}`, after: result };
        await this.audit.record(tx, job.askedBy, deed);
        return result;
      });
    });
  }
}

const UNWATCHED = { stage: () => undefined, lines: () => undefined };
