export { ExplainFolder } from './explain-folder.js';
export { ExportDistributionJob } from './exports/export-distribution.job.js';
export { ExportFolder, type ExportSummary } from './exports/export-folder.js';
export { FolderModule } from './folder.module.js';
export { FolderService, type RunOptions, type RunSummary } from './folder.service.js';
export { ImportFolder, type ImportSummary } from './imports/import-folder.js';
export type { Progress } from './stopwatch.js';
