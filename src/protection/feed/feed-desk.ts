import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { normalTitle } from '../../kernel/title.js';
import { titleGrams } from '../../kernel/title-grams.js';
import { canonicalEidr, canonicalImdb, canonicalIsan } from '../../kernel/work-identifiers.js';
import { PublicDoor } from '../../identity/index.js';
import { csvText } from '../../platform/csv/csv-text.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { isKnown } from '../../platform/http/etag.js';
import { nameOrIdentifier } from '../protection.errors.js';
import { FeedService } from './feed.service.js';
import type { FeedEntryView, FeedPage, FeedQuery, LookUpQuery, LookUpView, FoundEntryView } from './feed.dto.js';

const FIND_LIKE = sqlFile(import.meta.url, 'sql/find-like.sql');
const MOST_MATCHES = 10;
/** Of two titles that share fewer pieces, nobody would say that they are one film's. */
const LEAST_LIKENESS = '0.6';

const COLUMNS = [
  ...['number', 'id', 'source', 'state', 'authority', 'year', 'batch', 'listedOn', 'title', 'alternativeTitles'],
  ...['productionYear', 'eidr', 'isan', 'imdb', 'releases'],
];

interface EntryRow {
  number: number;
  publishedAt: Date;
  content: string;
}

/** The feed and its look-up, for everybody who asks, as often as every minute. */
@Injectable()
export class FeedDesk {
  constructor(
    private readonly door: PublicDoor,
    private readonly feed: FeedService,
  ) {}

  /**
   * What has changed since a number, as JSON or CSV; nothing, with 304, to who has the last number already.
   * @throws society-not-found
   */
  async read(
    query: FeedQuery,
    csv: boolean,
    request: Request,
    response: Response,
  ): Promise<FeedPage | string | undefined> {
    const page = await this.door.read(query.society, async (tx) =>
      isKnown(request, response, await this.feed.lastNumber(tx)) ? undefined : changes(tx, query),
    );
    response.vary('Accept');
    if (page === undefined) return undefined;
    // CSV has no place for what to ask after next time.
    response.setHeader('Link', `<${nextUrl(request, page.next)}>; rel="next"`);
    if (!csv) return page;
    response.type('text/csv; charset=utf-8');
    return csvText([COLUMNS, ...page.items.map(cells)]);
  }

  /** Whether a film is on the list now, and which. @throws society-not-found, one-name-needed */
  async lookUp({ society, source, ...by }: LookUpQuery): Promise<LookUpView> {
    const asked = askedFor(by);
    const rows = await this.door.read(society, (tx) =>
      tx.query<(EntryRow & { by: string; likeness: string })[]>(FIND_LIKE, [
        ...[asked.scheme, asked.value, asked.grams, LEAST_LIKENESS, source ?? null, MOST_MATCHES],
      ]),
    );
    const matches: FoundEntryView[] = rows.map((row) => ({ ...entryOf(row), by: row.by, likeness: row.likeness }));
    return { listed: matches.length > 0, matches };
  }
}

/** Of each listing that has changed its last entry, in the order of their numbers. */
async function changes(tx: Tx, { after, limit, source }: FeedQuery): Promise<FeedPage> {
  const rows = await tx.query<EntryRow[]>(
    `select f.number, f.published_at as "publishedAt", f.content
     from protection.feed_entry f
     where f.number > $1 and ($2::text is null or f.content::json ->> 'source' = $2) and not exists (
       select from protection.feed_entry l where l.listing_id = f.listing_id and l.number > f.number)
     order by f.number limit $3`,
    [after, source ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(entryOf);
  return { items, next: items.at(-1)?.number ?? after, more: rows.length > limit };
}

function entryOf({ number, publishedAt, content }: EntryRow): FeedEntryView {
  const told = JSON.parse(content) as Omit<FeedEntryView, 'number' | 'publishedAt'>;
  return { number, publishedAt: publishedAt.toISOString(), ...told };
}

function cells(entry: FeedEntryView): (string | number | null)[] {
  const { number, id, source, state, authority, year, batch, listedOn, title, alternativeTitles, releases } = entry;
  const { productionYear, eidr, isan, imdb } = entry;
  const windows = releases.map((one) => `${one.territories}: ${one.opensAt} to ${one.closesAt}`);
  return [
    ...[number, id, source, state, authority, year, batch, listedOn, title, alternativeTitles.join('|')],
    ...[productionYear, eidr, isan, imdb, windows.join('|')],
  ];
}

function nextUrl({ path, query }: Request, next: number): string {
  const asked = new URLSearchParams(query as Record<string, string>);
  asked.set('after', String(next));
  return `${path}?${asked.toString()}`;
}

/** The one name or identifier that was asked for, in normal form. @throws one-name-needed */
function askedFor(by: Omit<LookUpQuery, 'society' | 'source'>) {
  const [asked, second] = (['title', 'eidr', 'isan', 'imdb'] as const).filter((scheme) => by[scheme] !== undefined);
  if (asked === undefined || second !== undefined) throw nameOrIdentifier();
  const value = NORMAL[asked](by[asked]!)!;
  return { scheme: asked, value, grams: asked === 'title' ? [...titleGrams(value)] : [] };
}

const NORMAL = { title: normalTitle, eidr: canonicalEidr, isan: canonicalIsan, imdb: canonicalImdb } as const;
