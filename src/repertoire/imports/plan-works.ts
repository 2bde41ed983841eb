import { normalTitle } from '../../kernel/title.js';
import type { Fault } from '../../platform/csv/fault.js';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { type WorkTable, WORKS_FILE, worksOf } from '../files/works.js';
import { WorkIdentifier, WorkTitle } from '../works/work.entity.js';
import { type NewWork, WorksService } from '../works/works.service.js';
import { compare, type ImportPlan } from './import-plan.js';

interface KnownWork extends NewWork {
  workId: number;
  lastOrdinal: number;
}

const SCHEMES = ['eidr', 'isan', 'imdb'] as const;
const COLUMN_OF = { eidr: 'eidr', isan: 'isan', imdb: 'imdb_id' } as const;

/**
 * Works, new or changed. Of one that is known, a column that the file lacks stays as it is; titles and identifiers are
 * added to and never taken away, since reports were matched by them.
 * @param faults every fault that is found is added
 */
export async function planWorks(
  tx: Tx,
  works: WorksService,
  society: number,
  table: WorkTable,
  faults: Fault[],
): Promise<ImportPlan> {
  const rows = worksOf(table);
  const known = await findKnown(
    tx,
    rows.map(({ code }) => code),
  );
  const before = new Map(known.map((work) => [work.code, work]));
  const lines = new Map(table.rows.map(({ line, cells }) => [cells.work_id, line]));
  await checkIdentifiers(tx, rows, before, lines, faults);
  const merged = rows.map((row) => merge(row, before.get(row.code), table.columns));
  const { created, changed, same } = compare(merged, known, termsOf);
  return {
    ...{ created: created.length, changed: changed.length, same, workIds: [] },
    deeds: [
      ...created.map((work) => ({ action: 'work.registered', subject: work.code, after: work })),
      ...changed.map(({ next, known: was }) => ({
        ...{ action: 'work.changed', subject: next.code },
        ...{ before: seenOf(was), after: next },
      })),
    ],
    async apply() {
      if (created.length > 0) await works.add(tx, society, created);
      await change(tx, changed);
    },
  };
}

function findKnown(tx: Tx, codes: readonly string[]): Promise<KnownWork[]> {
  return tx.query<KnownWork[]>(
    `select w.code, w.work_id as "workId", w.work_type as "workType", w.year, w.runtime_minutes as "runtimeMinutes",
       t.titles, t."lastOrdinal",
       coalesce((select jsonb_object_agg(i.scheme, i.value) from repertoire.work_identifier i where i.work_id = w.work_id),
         '{}') as identifiers
     from repertoire.work w
     cross join lateral (
       select array_agg(x.title order by x.ordinal) as titles, max(x.ordinal) as "lastOrdinal"
       from repertoire.work_title x where x.work_id = w.work_id
     ) t
     where w.code = any ($1)`,
    [codes],
  );
}

/** An identifier is one work's, and a work never gets another one in its place. */
async function checkIdentifiers(
  tx: Tx,
  rows: readonly NewWork[],
  known: ReadonlyMap<string, KnownWork>,
  lines: ReadonlyMap<string, number>,
  faults: Fault[],
): Promise<void> {
  const given = rows.flatMap(({ code, identifiers }) =>
    SCHEMES.flatMap((scheme) => {
      const value = identifiers[scheme];
      return value === undefined ? [] : [{ code, scheme, value }];
    }),
  );
  const borne = await tx.query<{ code: string; scheme: (typeof SCHEMES)[number]; value: string; bearer: string }[]>(
    `select g.code, g.scheme, g.value, w.code as bearer
     from jsonb_to_recordset($1::jsonb) as g(code text, scheme text, value text)
     join repertoire.work_identifier i on i.scheme = g.scheme and i.value = g.value
     join repertoire.work w on w.work_id = i.work_id
     where w.code <> g.code`,
    [JSON.stringify(given)],
  );
  const fault = (code: string, scheme: (typeof SCHEMES)[number], what: string, message: string) =>
    faults.push({ file: WORKS_FILE, line: lines.get(code)!, column: COLUMN_OF[scheme], code: what, message });
  for (const { code, scheme, value, bearer } of borne) {
    fault(
      code,
      scheme,
      'identifier_taken',
      `${value} is borne by work ${JSON.stringify(bearer)}; it may be the same work`,
    );
  }
  for (const { code, scheme, value } of given) {
    const has = known.get(code)?.identifiers[scheme];
    if (has === undefined || has === value) continue;
    fault(code, scheme, 'identifier_differs', `the work bears ${has} already; an identifier is never replaced`);
  }
}

function merge(row: NewWork, was: KnownWork | undefined, columns: ReadonlySet<string>): NewWork {
  if (was === undefined) return row;
  const [title, ...alternatives] = row.titles;
  const [, ...others] = was.titles;
  return {
    code: row.code,
    workType: columns.has('work_type') ? row.workType : was.workType,
    year: columns.has('year') ? row.year : was.year,
    runtimeMinutes: columns.has('runtime_minutes') ? row.runtimeMinutes : was.runtimeMinutes,
    titles: [title!, ...others, ...alternatives.filter((other) => !others.includes(other))],
    identifiers: { ...was.identifiers, ...row.identifiers },
  };
}

function termsOf({ workType, year, runtimeMinutes, titles, identifiers }: NewWork): unknown {
  return [workType, year, runtimeMinutes, titles, SCHEMES.map((scheme) => identifiers[scheme] ?? null)];
}

function seenOf({ workId: _number, lastOrdinal: _last, ...work }: KnownWork): NewWork {
  return work;
}

async function change(tx: Tx, changed: readonly { next: NewWork; known: KnownWork }[]): Promise<void> {
  const rows = changed.map(({ next, known: { workId } }) => ({
    ...{ workId, workType: next.workType, year: next.year, runtimeMinutes: next.runtimeMinutes },
    ...{ title: next.titles[0]!, key: normalTitle(next.titles[0]!) },
  }));
  const json = JSON.stringify(rows);
  await tx.query(
    `update repertoire.work w
     set work_type = n."workType", year = n.year, runtime_minutes = n."runtimeMinutes", version = w.version + 1
     from jsonb_to_recordset($1::jsonb) as n("workId" integer, "workType" text, year integer, "runtimeMinutes" integer)
     where w.work_id = n."workId"`,
    [json],
  );
  await tx.query(
    `update repertoire.work_title t set title = n.title, title_key = n.key
     from jsonb_to_recordset($1::jsonb) as n("workId" integer, title text, key text)
     where t.work_id = n."workId" and t.ordinal = 0`,
    [json],
  );
  const titles = changed.flatMap(({ next, known: { workId, titles: had, lastOrdinal } }) =>
    next.titles.slice(had.length).map((title, index) => ({
      ...{ workId, ordinal: lastOrdinal + 1 + index, title, titleKey: normalTitle(title) },
    })),
  );
  await insertRows(tx, WorkTitle, titles);
  const identifiers = changed.flatMap(({ next, known: { workId, identifiers: had } }) =>
    Object.entries(next.identifiers).flatMap(([scheme, value]) => (scheme in had ? [] : [{ workId, scheme, value }])),
  );
  await insertRows(tx, WorkIdentifier, identifiers);
}
