export { ExplainFolder } from './explain-folder.js';
export { FolderModule } from './folder.module.js';
export { FolderService, type RunOptions, type RunSummary } from './folder.service.js';
export type { Progress } from './stopwatch.js';
