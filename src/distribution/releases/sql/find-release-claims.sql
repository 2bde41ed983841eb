-- Contract ¶5, today: for each scope of an adjustment what of it is held, who claims a share of it, and which shares earlier
-- runs gave. $1 the adjustment. One row a scope; shares are millionths of a percent, of which they are whole numbers.
-- claims: [number, id, party, share, disputed]; paid: [id, party, share].
select s.scope_id, (n.held * 1000000)::bigint::text as held, coalesce(c.claims, '[]') as claims, coalesce(g.paid, '[]') as paid
from distribution.scope s
join release_scope n
  on n.work_id = s.work_id and n."right" = s."right" and n.segment = s.segment and n.place = s.place
  and n.matched_until = s.matched_until
left join (
  select s.scope_id, jsonb_agg(jsonb_build_array(c.claim_id, c.code, c.party_id, (c.share * 1000000)::bigint,
    c.status = 'disputed')) as claims
  from distribution.scope s
  left join distribution.claim_limits v on v.work_id = s.work_id and v.distribution_id = s.distribution_id
  join repertoire.claim c
    on c.work_id = s.work_id and c."right" = s."right" and c.superseded_at is null
    and (s.place = any (c.territory_codes)) <> c.territories_except
    and (c.valid_from is null or v.bounds[s.segment] >= c.valid_from)
    and (c.valid_to is null or coalesce(v.bounds[s.segment], '-infinity') <= c.valid_to)
  where s.distribution_id = $1
  group by s.scope_id
) c on c.scope_id = s.scope_id
left join (
  select n.work_id, n."right", n.segment, n.place, n.matched_until,
    jsonb_agg(jsonb_build_array(k.code, k.party_id, (e.share * 1000000)::bigint)) as paid
  from release_scope n
  join release_run o on o.place = 1
  join release_run r on r.place < r.runs
  left join distribution.claim_limits v on v.work_id = n.work_id and v.distribution_id = r.run
  join distribution.scope b
    on b.distribution_id = r.run and b.work_id = n.work_id and b."right" = n."right"
    and coalesce(b.matched_until, o.matched_until) = n.matched_until
    and b.segment = width_bucket(n.day, coalesce(v.bounds, '{}'))
    and b.place = case when v.by_territory then n.place else '' end
  join distribution.entitled_share e on e.scope_id = b.scope_id and e.claim_id is not null
  join repertoire.claim k on k.claim_id = e.claim_id
  where not n.is_new
  group by n.work_id, n."right", n.segment, n.place, n.matched_until
) g on g.work_id = s.work_id and g."right" = s."right" and g.segment = s.segment and g.place = s.place
  and g.matched_until = s.matched_until
where s.distribution_id = $1
