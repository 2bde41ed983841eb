-- aliases.csv of an export.
select n.name as licensee, a.resource_id, w.code as work_id
from export_alias a
join licensing.licensee n on n.licensee_id = a.licensee_id
join repertoire.work w on w.work_id = a.work_id
order by n.name, a.resource_id
