import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import { Collection, Deduction, Weight } from './distribution.entity.js';

export type NewCollection = Omit<Collection, 'collectionId' | 'societyId'>;
export type NewDeduction = Omit<Deduction, 'deductionId' | 'societyId'>;
export type NewWeight = Omit<Weight, 'societyId'>;

/** What a distribution is made from, beside usage and claims: money, deductions, weights. */
@Injectable()
export class TermsService {
  /** @throws a database refusal if periods of one licence overlap (`collection_periods_apart`) */
  addCollections(tx: Tx, collections: readonly NewCollection[]): Promise<void> {
    return insertRows(tx, Collection, collections);
  }

  /** @throws a database refusal if the percents of one licence exceed 100 (`deductions_at_most_100`) */
  addDeductions(tx: Tx, deductions: readonly NewDeduction[]): Promise<void> {
    return insertRows(tx, Deduction, deductions);
  }

  addWeights(tx: Tx, weights: readonly NewWeight[]): Promise<void> {
    return insertRows(tx, Weight, weights);
  }
}
