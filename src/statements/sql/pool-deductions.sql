-- The deductions taken from each pool, in their order. $1 the distribution.
select t.collection_id as collection_number, d.code, d.kind, trim_scale(d.percent)::text as percent,
  t.amount_minor::text as amount
from distribution.deduction_taken t
join distribution.deduction d on d.deduction_id = t.deduction_id
where t.distribution_id = $1
order by t.collection_id, d.ordinal
