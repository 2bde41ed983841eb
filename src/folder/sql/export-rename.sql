-- Has mistaken items named so that a run takes them for what the calculation did. A resource id that means one work
-- throughout becomes an alias; else the item gets one of its own. What was unknown loses by what it would be known now.

-- One row for each licensee × resource id that can become an alias.
insert into export_alias (licensee_id, resource_id, work_id)
select i.licensee_id, i.resource_id, min(i.work_id)
from export_item i
where i.resource_id <> ''
group by i.licensee_id, i.resource_id
having count(*) = count(i.work_id) and min(i.work_id) = max(i.work_id)
  and bool_or(exists (select from export_mistaken m where m.item_id = i.item_id))
  and not exists (
    select from export_alias a where a.licensee_id = i.licensee_id and a.resource_id = i.resource_id);

create temporary table export_renamed on commit drop as
select i.item_id, i.licensee_id, i.work_id,
  case
    when i.work_id is not null and not exists (
      select from export_alias a
      where a.licensee_id = i.licensee_id and a.resource_id = i.resource_id and a.work_id = i.work_id
    ) then 'item ' || i.item_id
    when i.work_id is null and m.by_alias is not null then ''
    else i.resource_id
  end as resource_id,
  i.work_id is not null or m.by_title is null as keeps_title
from export_mistaken m
join export_item i on i.item_id = m.item_id;

insert into export_alias (licensee_id, resource_id, work_id)
select licensee_id, resource_id, work_id from export_renamed r
where work_id is not null and not exists (
  select from export_alias a where a.licensee_id = r.licensee_id and a.resource_id = r.resource_id);

-- An identifier would be looked at before an alias.
update export_item i
set resource_id = r.resource_id, eidr = null, isan = null, imdb = null,
  title = case when r.keeps_title then i.title else '' end,
  title_key = case when r.keeps_title then i.title_key else '' end,
  year = case when r.keeps_title then i.year else '' end
from export_renamed r
where r.item_id = i.item_id
