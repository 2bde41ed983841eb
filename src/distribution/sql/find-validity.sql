-- Contract ¶5, preparation: the days on which the claims in force on a work's right change.
-- $1 the distribution. One row for each used work and right that has a claim with a first or last day.
insert into distribution.validity (work_id, distribution_id, "right", bounds)
select c.work_id, $1, c."right", array_agg(distinct b.bound order by b.bound)
from repertoire.claim c
cross join lateral (values (c.valid_from), (c.valid_to + 1)) as b (bound)
where c.superseded_at is null
  and b.bound is not null
  and c.work_id in (select work_id from matching.match)
group by c.work_id, c."right"
