-- Contract ¶5: who is entitled to which share of a scope, and what of it is held. $1 the distribution.
-- One row for each scope and each earning claim or reason. Segment 0 lies before the first bound, so bounds[0], which
-- is NULL, lets no claim pass that has a first day.
with
  in_force as (
    select s.scope_id, c.claim_id, c.share, c.status
    from distribution.scope s
    left join distribution.claim_limits v
      on v.work_id = s.work_id and v.distribution_id = s.distribution_id
    join repertoire.claim c
      on c.work_id = s.work_id and c."right" = s."right"
      and c.superseded_at is null
      and (s.place = any (c.territory_codes)) <> c.territories_except
      and (c.valid_from is null or v.bounds[s.segment] >= c.valid_from)
      and (c.valid_to is null or coalesce(v.bounds[s.segment], '-infinity') <= c.valid_to)
    where s.distribution_id = $1
  ),
  coverage as (
    select s.scope_id, s.society_id,
      coalesce(sum(f.share), 0) as claimed,
      coalesce(sum(f.share) filter (where f.status = 'disputed'), 0) as disputed
    from distribution.scope s
    left join in_force f on f.scope_id = s.scope_id
    where s.distribution_id = $1
    group by s.scope_id, s.society_id
  )
insert into distribution.entitled_share (society_id, distribution_id, scope_id, claim_id, reason, share)
select g.society_id, $1, g.scope_id, f.claim_id, null, f.share
from coverage g
join in_force f on f.scope_id = g.scope_id
where g.claimed <= 100 and f.status = 'asserted'
union all
select g.society_id, $1, g.scope_id, null, held.reason, held.share
from coverage g
cross join lateral (
  values
    ('disputed', case when g.claimed > 100 then 100 else g.disputed end),
    ('unclaimed', 100 - g.claimed)
) as held (reason, share)
where held.share > 0
