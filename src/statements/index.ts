export { StatementPdfPool } from './pdf/statement-pdf-pool.js';
export { StatementsModule } from './statements.module.js';
export { StatementsService, type WrittenStatement } from './statements.service.js';
