import { normalTitle } from '../../kernel/title.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { PublicQuery, PublicWork } from './public.dto.js';

/** [C5] Works by title with the claims and mandates in force today. It is all that the role of the public may read. */
export function publicList({ q }: PublicQuery): ListPlan<PublicWork> {
  return {
    select: `
      select w.work_id as id, t.title, t.title collate "C" as by_title,
        array(select a.title from repertoire.work_title a where a.work_id = w.work_id and a.ordinal > 0 order by a.ordinal)
          as "alternativeTitles",
        coalesce((
          select jsonb_agg(jsonb_build_object('right', r."right", 'holders', r.holders) order by r."right")
          from (
            select c."right", jsonb_agg(distinct jsonb_build_object(
              'name', p.name, 'mandateFrom', m.valid_from, 'mandateTo', m.valid_to)) as holders
            from repertoire.claim c
            join repertoire.party p on p.party_id = c.party_id
            left join lateral repertoire.mandate_term(c.party_id, c."right", c.work_id) m on true
            where c.work_id = w.work_id
              and coalesce(c.valid_from <= current_date, true) and coalesce(c.valid_to >= current_date, true)
            group by c."right"
          ) r
        ), '[]') as rights
      from repertoire.work w join repertoire.work_title t on t.work_id = w.work_id and t.ordinal = 0
      where $1 <> '' and exists (
        select from repertoire.work_title s where s.work_id = w.work_id and strpos(s.title_key, $1) > 0)`,
    parameters: [normalTitle(q)],
    sorts: { title: { column: 'by_title', type: 'text' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'repertoire.csv',
      columns: ['title', 'alternativeTitles', 'rights'],
      cells: ({ title, alternativeTitles, rights }) => [
        title,
        alternativeTitles.join('|'),
        rights.map(({ right, holders }) => `${right}: ${holders.map(({ name }) => name).join(', ')}`).join('|'),
      ],
    },
  };
}

export function publicView({ title, alternativeTitles, rights }: PublicWork): PublicWork {
  // jsonb keeps its keys in an order of its own.
  const told = rights.map(({ right, holders }) => ({
    right,
    holders: holders.map(({ name, mandateFrom, mandateTo }) => ({ name, mandateFrom, mandateTo })),
  }));
  return { title, alternativeTitles, rights: told };
}
