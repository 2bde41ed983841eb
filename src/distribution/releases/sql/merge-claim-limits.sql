-- Contract ¶5, preparation: where it matters to today's claims, or mattered to what was held before, on which day or in
-- which territory a work was used. So a scope of an adjustment lies within one of each earlier run. $1 the adjustment. One
-- row for each work that has limits.
insert into distribution.claim_limits (society_id, work_id, distribution_id, by_territory, bounds)
select l.society_id, l.work_id, $1, bool_or(l.by_territory),
  coalesce(array_agg(distinct l.bound order by l.bound) filter (where l.bound is not null), '{}')
from (
  select c.society_id, c.work_id, limited.by_territory, b.bound
  from repertoire.claim c
  cross join lateral (select not (c.territories_except and c.territory_codes = '{}') as by_territory) limited
  cross join lateral (values (c.valid_from), (c.valid_to + 1)) as b (bound)
  where c.superseded_at is null and (b.bound is not null or limited.by_territory)
  union all
  select v.society_id, v.work_id, v.by_territory, b.bound
  from release_run r
  join distribution.claim_limits v on v.distribution_id = r.run
  left join lateral unnest(v.bounds) as b (bound) on true
  where r.place < r.runs
) l
where l.work_id in (select work_id from release_work)
group by l.society_id, l.work_id
