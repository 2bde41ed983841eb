import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import { AnnouncementsService } from '../../webhooks/index.js';
import { type WarningPage, type WarningQuery, type WarningRow, WarningView } from './warning.dto.js';

const FIND_WARNINGS = sqlFile(import.meta.url, 'sql/find-warnings.sql');

/** One row a warning. A platform sees of a listing what the feed tells. */
const WARNING_VIEW = `
  select x.licence_warning_id as "warningId", x.licence_warning_id as id, l.licensee_id as "licenseeId",
    x.listing_id::text as listing, f.content::json ->> 'title' as title, f.content::json ->> 'source' as source,
    l.code as licence, n.name as licensee, x.first_day::text as "firstDay", x.last_day::text as "lastDay", x.found_at as "foundAt"
  from protection.licence_warning x
  join licensing.licence l on l.licence_id = x.licence_id
  join licensing.licensee n on n.licensee_id = l.licensee_id
  cross join lateral (
    select e.content from protection.feed_entry e where e.listing_id = x.listing_id order by e.number desc limit 1
  ) f`;

/** Says which licences cover a listed film inside its window [C22]. */
@Injectable()
export class WarningsService {
  constructor(private readonly announcements: AnnouncementsService) {}

  list(tx: Tx, { listing, licence, ...query }: WarningQuery, csv: boolean): Promise<WarningPage | CsvAnswer> {
    const plan = {
      select: `${WARNING_VIEW} where ($1::integer is null or x.listing_id = $1) and ($2::text is null or l.code = $2)`,
      parameters: [listing === undefined ? null : numberOf(listing), licence ?? null],
      sorts: { id: { column: 'id', type: 'integer' } },
      id: { column: 'id', type: 'integer' },
      csv: {
        name: 'listing-warnings.csv',
        columns: ['id', 'listing', 'title', 'source', 'licence', 'licensee', 'firstDay', 'lastDay', 'foundAt'],
        cells: (row: WarningRow) => Object.values(warningView(row)),
      },
    } as const;
    return answerList(tx, plan, query as WarningQuery, csv, warningView);
  }

  /** Finds what was not told yet, and tells the society and the licensees. @param only these listings; without it all */
  async find(tx: Tx, now: Date, only?: readonly number[]): Promise<void> {
    const found = await tx.query<{ id: number }[]>(FIND_WARNINGS, [only ?? null, now]);
    if (found.length === 0) return;
    const rows = await tx.query<WarningRow[]>(
      `${WARNING_VIEW} where x.licence_warning_id = any ($1) order by x.licence_warning_id`,
      [found.map(({ id }) => id)],
    );
    const events = rows.flatMap((row) => {
      const data = warningView(row);
      const event = { type: 'listing.licence-warning', subject: `listing-warning/${data.id}`, data } as const;
      return [
        { ...event, audience: { licensee: row.licenseeId } },
        { ...event, audience: 'society' as const },
      ];
    });
    await this.announcements.announce(tx, ...events);
  }
}

/** A row as its view, in this order: the number that it is ordered by is left out. */
function warningView({ warningId, licenseeId, foundAt, ...row }: WarningRow): WarningView {
  const { listing, title, source, licence, licensee, firstDay, lastDay } = row;
  return WarningView.from({
    ...{ warningId, licenseeId, listing, title, source, licence, licensee, firstDay, lastDay, foundAt },
  });
}
