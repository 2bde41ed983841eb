-- Contract ¶4: points = metric × weight(use type) × weight(work type). $1 the distribution.
insert into distribution.cell
  (work_id, distribution_id, collection_id, "right", use_type, territory, segment, lines, quantity, points)
select
  s.work_id, $1, s.collection_id, s."right", s.use_type, s.territory, s.segment, s.lines, s.quantity,
  s.quantity * coalesce(of_use.weight, 1) * coalesce(of_work.weight, 1)
from summed_cell s
join repertoire.work w on w.work_id = s.work_id
left join distribution.weight of_use on of_use.dimension = 'use_type' and of_use.key = s.use_type
left join distribution.weight of_work on of_work.dimension = 'work_type' and of_work.key = w.work_type
