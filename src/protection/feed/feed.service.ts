import { Injectable } from '@nestjs/common';
import { normalTitle } from '../../kernel/title.js';
import { titleGrams } from '../../kernel/title-grams.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { type ReleaseRow, ReleaseView } from '../listings/listing.dto.js';
import type { FeedEntryView } from './feed.dto.js';

const FIND_LISTED = sqlFile(import.meta.url, 'sql/find-listed.sql');
const STORE_ENTRIES = sqlFile(import.meta.url, 'sql/store-entries.sql');

type Content = Omit<FeedEntryView, 'number' | 'publishedAt'>;

interface ListedRow extends Omit<Content, 'releases' | 'id'> {
  listingId: number;
  releases: ReleaseRow[];
  told: string | null;
}

/** An entry that was just published. */
export interface Published {
  listingId: number;
  number: number;
  content: Content;
}

/** What platforms are told of the list: entries that only grow, numbered without a gap (ADR 0082). */
@Injectable()
export class FeedService {
  /**
   * Publishes what differs from what was told last: a step of a listing, other releases, another title of the work.
   * @param only these listings; without it all that stand or stood on the list
   */
  async publish(tx: Tx, society: number, only?: readonly number[]): Promise<Published[]> {
    // Numbers are seen in their order: nobody takes the next one before this transaction is over.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('protection.feed', $1))`, [society]);
    const rows = await tx.query<ListedRow[]>(FIND_LISTED, [only ?? null]);
    const changed = rows
      .map(({ told, listingId, ...row }) => ({ told, listingId, content: contentOf(listingId, row) }))
      .map((entry) => ({ ...entry, text: JSON.stringify(entry.content) }))
      .filter(({ told, text }) => told !== text);
    if (changed.length === 0) return [];
    const entries = changed.map(({ listingId, text }) => ({ listingId, text }));
    const stored = await tx.query<{ listingId: number; number: number }[]>(STORE_ENTRIES, [JSON.stringify(entries)]);
    const numbers = new Map(stored.map(({ listingId, number }) => [listingId, number]));
    const published = changed.map(({ listingId, content }) => ({
      listingId,
      content,
      number: numbers.get(listingId)!,
    }));
    await storeNames(tx, published);
    return published;
  }

  /** The number of the entry that was published last; 0 if there is none. */
  async lastNumber(tx: Tx): Promise<number> {
    const [row] = await tx.query<[{ number: number }]>(
      'select coalesce(max(number), 0)::integer as number from protection.feed_entry',
    );
    return row.number;
  }
}

function contentOf(listingId: number, { releases, ...row }: Omit<ListedRow, 'told' | 'listingId'>): Content {
  return { id: String(listingId), ...row, releases: releases.map((release) => ReleaseView.from(release)) };
}

async function storeNames(tx: Tx, published: readonly Published[]): Promise<void> {
  const names = published.flatMap(({ number, content }) => {
    const titles = [content.title, ...content.alternativeTitles].map(normalTitle).filter((title) => title !== '');
    const identifiers = (['eidr', 'isan', 'imdb'] as const).flatMap((scheme) =>
      content[scheme] === null ? [] : [{ scheme, value: content[scheme], grams: null }],
    );
    return [
      ...[...new Set(titles)].map((value) => ({ scheme: 'title', value, grams: [...titleGrams(value)] })),
      ...identifiers,
    ].map((name, index) => ({ number, line: index + 1, ...name }));
  });
  await tx.query(
    `with name as (
       select * from jsonb_to_recordset($1::jsonb)
         as n(number integer, line integer, scheme text, value text, grams text[])
     ), stored as (
       insert into protection.listed_name (number, line, scheme, value, grams)
       select number, line, scheme, value, cardinality(grams) from name
     )
     insert into protection.listed_gram (gram, number, line) select unnest(grams), number, line from name`,
    [JSON.stringify(names)],
  );
}
