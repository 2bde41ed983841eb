export type { StatementHead } from './pdf/statement-document.js';
export { StatementPdfPool } from './pdf/statement-pdf-pool.js';
export type { WrittenStatement } from './statement-files.js';
export { StatementsModule } from './statements.module.js';
export { type StatementDocuments, StatementsService } from './statements.service.js';
