-- One row for each title and alternative title of the society's works, those of a work together, works in code-point
-- order of their ids. $1 the society.
select w.code, w.year, t.title_key
from repertoire.work_title t
join repertoire.work w on w.society_id = t.society_id and w.work_id = t.work_id
where t.society_id = $1 and t.title_key <> ''
order by w.code, t.ordinal
