import { normalTitle } from '../../kernel/title.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { WorkQuery, WorkView } from './work.dto.js';

const COLUMNS = ['id', 'title', 'alternativeTitles', 'workType', 'year', 'runtimeMinutes', 'eidr', 'isan', 'imdb'];

/** One row a work, as its view has it. */
export const WORK_VIEW = `
  select w.code as id, t.title, w.work_type as "workType", w.year, w.runtime_minutes as "runtimeMinutes",
    array(select a.title from repertoire.work_title a where a.work_id = w.work_id and a.ordinal > 0 order by a.ordinal)
      as "alternativeTitles",
    (select i.value from repertoire.work_identifier i where i.work_id = w.work_id and i.scheme = 'eidr') as eidr,
    (select i.value from repertoire.work_identifier i where i.work_id = w.work_id and i.scheme = 'isan') as isan,
    (select i.value from repertoire.work_identifier i where i.work_id = w.work_id and i.scheme = 'imdb') as imdb,
    w.version, t.title collate "C" as by_title, coalesce(w.year, 0) as by_year
  from repertoire.work w
  join repertoire.work_title t on t.work_id = w.work_id and t.ordinal = 0`;

export function workList({ q, workType, year }: WorkQuery): ListPlan<WorkView> {
  return {
    select: `${WORK_VIEW}
      where ($1::text is null or w.work_type = $1) and ($2::integer is null or w.year = $2)
        and ($3::text is null or w.code = $3 or $4 <> '' and exists (
          select from repertoire.work_title s where s.work_id = w.work_id and strpos(s.title_key, $4) > 0))`,
    parameters: [workType ?? null, year ?? null, q ?? null, normalTitle(q ?? '')],
    sorts: {
      id: { column: 'id', type: 'text' },
      title: { column: 'by_title', type: 'text' },
      year: { column: 'by_year', type: 'integer' },
    },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'works.csv',
      columns: COLUMNS,
      cells: ({ id, title, alternativeTitles, workType, year, runtimeMinutes, eidr, isan, imdb }) => [
        ...[id, title, alternativeTitles.join('|'), workType, year, runtimeMinutes, eidr, isan, imdb],
      ],
    },
  };
}

/** A row as its view: what it is ordered by is left out. */
export function workView(row: WorkView): WorkView {
  const { id, title, alternativeTitles, workType, year, runtimeMinutes, eidr, isan, imdb, version } = row;
  return { id, title, alternativeTitles, workType, year, runtimeMinutes, eidr, isan, imdb, version };
}
