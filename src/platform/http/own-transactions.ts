import { SetMetadata } from '@nestjs/common';

export const OWN_TRANSACTIONS = 'own-transactions';

/**
 * For an operation that needs no transaction, more than one, or one of its own scope: it asks Database itself. The
 * interceptor then neither opens one nor keeps answers for Idempotency-Key.
 */
export const OwnTransactions = () => SetMetadata(OWN_TRANSACTIONS, true);
