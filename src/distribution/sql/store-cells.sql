-- Contract ¶4: points = metric × weight(use type) × weight(work type). $1 the distribution.
insert into distribution.cell
  (society_id, work_id, distribution_id, scope_id, pool_use_id, lines, quantity, points)
select p.society_id, s.work_id, $1, p.scope_id, s.pool_use_id, s.lines, s.quantity, s.points
from (
  select s.work_id, u."right", s.segment, case when s.by_territory then u.territory else '' end as place,
    s.pool_use_id, s.lines, s.quantity, s.quantity * u.weight * coalesce(of_work.weight, 1) as points
  from summed_usage s
  join distribution.pool_use u on u.pool_use_id = s.pool_use_id
  join repertoire.work w on w.work_id = s.work_id
  join distribution.distribution d on d.distribution_id = u.distribution_id
  left join distribution.weight of_work
    on of_work.rule_set_id = d.rule_set_id and of_work.dimension = 'work_type' and of_work.key = w.work_type
  offset 0 -- the planner takes a key of four columns for a rare hit, and would go on with a hash table for one row
) s
join distribution.scope p
  on p.work_id = s.work_id and p."right" = s."right" and p.segment = s.segment and p.place = s.place
  and p.distribution_id = $1
