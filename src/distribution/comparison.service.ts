import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';

const COMPARE_PARTIES = sqlFile(import.meta.url, 'sql/compare-parties.sql');
const COMPARE_WORKS = sqlFile(import.meta.url, 'sql/compare-works.sql');

/** What two runs give one party or suspense account in one currency, in minor units. */
export interface PartyDifference {
  party: string | null;
  suspense: string | null;
  currency: string;
  one: string;
  other: string;
  difference: string;
  rows_in_all: number;
}

/** What two runs give a party for a work's right in a collection: exact amounts in major units, and why they differ. */
export interface WorkDifference {
  work: string;
  title: string;
  collection: string;
  right: string;
  currency: string;
  one: string;
  other: string;
  difference: string;
  causes: ('usage' | 'rules' | 'claims' | 'pool')[];
  rows_in_all: number;
}

/** The difference of two runs: a calculation and the one before it, or what is and what would be. */
@Injectable()
export class ComparisonService {
  /** By party, largest difference first. @param one, other numbers of distributions @param most how many rows at most */
  parties(tx: Tx, one: number, other: number, most: number): Promise<PartyDifference[]> {
    return tx.query(COMPARE_PARTIES, [one, other, most]) as Promise<PartyDifference[]>;
  }

  /** By work of one party. @param party its number */
  works(tx: Tx, one: number, other: number, party: number, most: number): Promise<WorkDifference[]> {
    return tx.query(COMPARE_WORKS, [one, other, party, most]) as Promise<WorkDifference[]>;
  }
}
