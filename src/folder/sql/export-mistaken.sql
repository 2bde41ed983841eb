-- Contract ¶3, over what is exported: items that a run of the folder would take for another work than the calculation did, or
-- for one that it did not know. One row an item; the work's number is that of the run.
create temporary table export_mistaken on commit drop as
with
  title_alone as (
    select title_key, min(work_id) as work_id
    from export_title
    where title_key <> ''
    group by title_key
    having min(work_id) = max(work_id)
  ),
  title_of_year as (
    select t.title_key, w.year, min(t.work_id) as work_id
    from export_title t
    join repertoire.work w on w.work_id = t.work_id
    where t.title_key <> '' and w.year is not null
    group by t.title_key, w.year
    having min(t.work_id) = max(t.work_id)
  ),
  identifier as (
    select i.scheme, i.value, i.work_id
    from repertoire.work_identifier i
    join export_work w on w.work_id = i.work_id
  )
select i.item_id,
  coalesce(eidr.work_id, isan.work_id, imdb.work_id) as by_identifier,
  a.work_id as by_alias,
  coalesce(alone.work_id, of_year.work_id) as by_title
from export_item i
left join identifier eidr on eidr.scheme = 'eidr' and eidr.value = i.eidr
left join identifier isan on isan.scheme = 'isan' and isan.value = i.isan
left join identifier imdb on imdb.scheme = 'imdb' and imdb.value = i.imdb
left join export_alias a on a.licensee_id = i.licensee_id and a.resource_id = i.resource_id
left join title_alone alone on alone.title_key = i.title_key and i.year = ''
left join title_of_year of_year on of_year.title_key = i.title_key and of_year.year = i.year_number
where coalesce(eidr.work_id, isan.work_id, imdb.work_id, a.work_id, alone.work_id, of_year.work_id)
  is distinct from i.work_id
