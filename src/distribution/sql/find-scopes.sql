-- Contract ¶5: where the same claims are in force. $1 the distribution.
-- One row for each work × right × segment × place that has usage.
insert into distribution.scope (society_id, work_id, distribution_id, "right", segment, place)
select distinct
  u.society_id, s.work_id, $1::integer, u."right", s.segment, case when s.by_territory then u.territory else '' end
from summed_usage s
join distribution.pool_use u on u.pool_use_id = s.pool_use_id
where s.work_id is not null
