-- Contract ¶5, preparation: where it matters on which day or in which territory a work was used.
-- $1 the distribution. One row for each used work that has a claim limited to days or to territories.
insert into distribution.claim_limits (society_id, work_id, distribution_id, by_territory, bounds)
select
  c.society_id, c.work_id, $1,
  bool_or(limited.by_territory),
  coalesce(array_agg(distinct b.bound order by b.bound) filter (where b.bound is not null), '{}')
from repertoire.claim c
cross join lateral (select not (c.territories_except and c.territory_codes = '{}') as by_territory) limited
cross join lateral (values (c.valid_from), (c.valid_to + 1)) as b (bound)
where c.superseded_at is null
  and (b.bound is not null or limited.by_territory)
  and c.work_id in (select work_id from matching.match)
group by c.society_id, c.work_id
