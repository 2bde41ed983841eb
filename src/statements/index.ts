export type { StatementDocument } from './pdf/statement-document.js';
export { StatementPdfPool } from './pdf/statement-pdf-pool.js';
export { StatementsModule } from './statements.module.js';
export { type StatementDocuments, StatementsService, type WrittenStatement } from './statements.service.js';
