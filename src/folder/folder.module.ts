import { Module } from '@nestjs/common';
import { DistributionModule } from '../distribution/index.js';
import { IdentityModule } from '../identity/index.js';
import { LicensingModule } from '../licensing/index.js';
import { MatchingModule } from '../matching/index.js';
import { RepertoireModule } from '../repertoire/index.js';
import { StatementsModule } from '../statements/index.js';
import { UsageModule } from '../usage/index.js';
import { ExplainFolder } from './explain-folder.js';
import { ExportDistributionJob } from './exports/export-distribution.job.js';
import { ExportFolder } from './exports/export-folder.js';
import { FolderService } from './folder.service.js';
import { ImportFolder } from './imports/import-folder.js';
import { ImportRepertoire } from './imports/import-repertoire.js';
import { ImportTerms } from './imports/import-terms.js';
import { WriteOutputs } from './outputs/write-outputs.js';
import { StoreMasters } from './store-masters.js';

@Module({
  imports: [
    IdentityModule,
    RepertoireModule,
    LicensingModule,
    UsageModule,
    MatchingModule,
    DistributionModule,
    StatementsModule,
  ],
  providers: [
    ...[FolderService, ExplainFolder, StoreMasters, WriteOutputs],
    ...[ImportFolder, ImportRepertoire, ImportTerms, ExportFolder, ExportDistributionJob],
  ],
  exports: [FolderService, ExplainFolder, ImportFolder, ExportFolder, ExportDistributionJob],
})
export class FolderModule {}
