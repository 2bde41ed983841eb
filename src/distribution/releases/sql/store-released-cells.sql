-- Contract ¶4: points as they are held. $1 the adjustment. A work that was known is weighed as the adjusted distribution
-- weighed it, from the rows that it kept; one that was identified later by its use alone, as what is unidentified is.
insert into distribution.cell (society_id, work_id, distribution_id, scope_id, pool_use_id, lines, quantity, points)
select p.society_id, p.work_id, p.distribution_id, p.scope_id, u.pool_use_id, sum(s.lines), sum(s.quantity),
  sum(s.quantity * case when p.matched_after is null then coalesce(k.weight, 0) else u.weight end)
from released_usage s
join distribution.pool_use u on u.pool_use_id = s.pool_use_id
join distribution.scope p
  on p.distribution_id = $1 and p.work_id = s.work_id and p."right" = u."right" and p.segment = s.segment
  and p.place = case when s.by_territory then u.territory else '' end and p.matched_until = s.matched_until
left join (
  -- What a unit of the metric counted: exact, since a point is a unit times two weights of at most six decimals each.
  select c.work_id, e.collection_id, e.use_type, e.territory,
    min(div(c.points * 1000000000000, c.quantity) * 0.000000000001) as weight
  from release_run r
  join distribution.cell c on c.distribution_id = r.run and c.quantity > 0
  join distribution.pool_use e on e.pool_use_id = c.pool_use_id
  where r.place = 1 and c.work_id in (select work_id from release_work)
  group by c.work_id, e.collection_id, e.use_type, e.territory
) k on k.work_id = s.work_id and k.collection_id = u.collection_id and k.use_type = u.use_type
  and k.territory = u.territory
group by p.society_id, p.work_id, p.distribution_id, p.scope_id, u.pool_use_id
