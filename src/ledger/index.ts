export { Account, Posting, Transaction } from './ledger.entity.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerService } from './ledger.service.js';
