import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import { rowsOf } from '../platform/database/rows-of.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { Alias } from './alias.entity.js';
import { Candidates, type KnownTitle } from './rules/candidates.js';

const MATCH_ITEMS = sqlFile(import.meta.url, 'sql/match-items.sql');
const KNOWN_TITLES = sqlFile(import.meta.url, 'sql/known-titles.sql');

export type NewAlias = Pick<Alias, 'licenseeId' | 'resourceId' | 'workId'>;

interface KnownTitleRow {
  code: string;
  year: number | null;
  title_key: string;
}

/** Which work a licensee means. What is not certain is left to a person: it stays unidentified. */
@Injectable()
export class MatchingService {
  addAliases(tx: Tx, aliases: readonly NewAlias[]): Promise<void> {
    return insertRows(tx, Alias, aliases);
  }

  /** Matches every reported item of the society that has no match yet (contract ¶3). */
  async matchItems(tx: Tx, society: number): Promise<void> {
    await tx.query(MATCH_ITEMS, [society]);
    await tx.query('select matching.analyze_loaded()');
  }

  /**
   * For a person who decides which work an unidentified title means (contract, `unidentified.csv`). The society's
   * titles are read once and then stand in memory, about 500 bytes each, for as long as the result is kept.
   */
  async candidates(tx: Tx, society: number): Promise<Candidates> {
    const titles: KnownTitle[] = [];
    for await (const rows of rowsOf<KnownTitleRow>(tx, KNOWN_TITLES, [society])) {
      for (const { code, year, title_key } of rows) titles.push({ workId: code, year, titleKey: title_key });
    }
    return new Candidates(titles);
  }
}
