-- works.csv of an export.
select w.code as work_id, t.title, w.work_type, w.year, w.runtime_minutes, eidr.value as eidr, isan.value as isan,
  imdb.value as imdb_id,
  (select string_agg(a.title, '|' order by a.ordinal) from export_title a where a.work_id = w.work_id and a.ordinal > 0)
    as alternative_titles
from export_work e
join repertoire.work w on w.work_id = e.work_id
join export_title t on t.work_id = w.work_id and t.ordinal = 0
left join repertoire.work_identifier eidr on eidr.work_id = w.work_id and eidr.scheme = 'eidr'
left join repertoire.work_identifier isan on isan.work_id = w.work_id and isan.scheme = 'isan'
left join repertoire.work_identifier imdb on imdb.work_id = w.work_id and imdb.scheme = 'imdb'
order by w.code
