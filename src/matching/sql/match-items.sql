-- Contract ¶3: identifiers in canonical form, then the licensee's alias, then the title; the first hit wins. What all that
-- leaves is for people: what they decided about a title counts as an alias does.
-- $1 the society. One row for each reported item that a work was found for and that has no match yet.
with
  -- Normal forms that exactly one work bears …
  title_alone as (
    select title_key, min(work_id) as work_id
    from repertoire.work_title
    where society_id = $1 and title_key <> ''
    group by title_key
    having min(work_id) = max(work_id)
  ),
  -- … and that exactly one of the works of a year bears.
  title_of_year as (
    select t.title_key, w.year, min(t.work_id) as work_id
    from repertoire.work_title t
    join repertoire.work w on w.work_id = t.work_id
    where t.society_id = $1 and t.title_key <> '' and w.year is not null
    group by t.title_key, w.year
    having min(t.work_id) = max(t.work_id)
  )
insert into matching.match (item_id, work_id, method)
select
  i.item_id,
  coalesce(eidr.work_id, isan.work_id, imdb.work_id, alias.work_id, decided.work_id, alone.work_id, of_year.work_id),
  case
    when eidr.work_id is not null then 'eidr'
    when isan.work_id is not null then 'isan'
    when imdb.work_id is not null then 'imdb'
    when alias.work_id is not null then 'alias'
    when decided.work_id is not null then 'decision'
    else 'title'
  end
from usage.reported_item i
left join repertoire.work_identifier eidr
  on eidr.scheme = 'eidr' and eidr.value = i.eidr and eidr.society_id = i.society_id
left join repertoire.work_identifier isan
  on isan.scheme = 'isan' and isan.value = i.isan and isan.society_id = i.society_id
left join repertoire.work_identifier imdb
  on imdb.scheme = 'imdb' and imdb.value = i.imdb and imdb.society_id = i.society_id
left join matching.alias alias
  on alias.licensee_id = i.licensee_id and alias.resource_id = i.resource_id and alias.society_id = i.society_id
left join title_alone alone
  on alone.title_key = i.title_key and i.year = ''
left join title_of_year of_year
  on of_year.title_key = i.title_key and of_year.year = i.year_number
left join matching.decision decided
  on decided.licensee_id = i.licensee_id and decided.resource_id = i.resource_id and decided.title = i.title
  and decided.year = i.year and decided.society_id = i.society_id and decided.outcome = 'confirmed'
where i.society_id = $1
  and coalesce(eidr.work_id, isan.work_id, imdb.work_id, alias.work_id, decided.work_id, alone.work_id, of_year.work_id) is not null
  and not exists (select from matching.match m where m.item_id = i.item_id)
