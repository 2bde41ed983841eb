-- deductions.csv of an export: those that apply to its licences, in their order. The distribution is the setting
-- app.distribution.
select d.code as deduction_id, d.kind, trim_scale(d.percent) as percent, l.code as licence_id
from distribution.distribution r
join distribution.deduction d on d.rule_set_id = r.rule_set_id
left join licensing.licence l on l.licence_id = d.licence_id
where r.distribution_id = current_setting('app.distribution')::integer
  and (d.licence_id is null or d.licence_id in (
    select c.licence_id
    from distribution.pool p
    join distribution.collection c on c.collection_id = p.collection_id
    where p.distribution_id = r.distribution_id))
order by d.ordinal
