-- allocations.csv: every deduction, and every party and suspense account with money. $1 the distribution.
select collection_id, kind, beneficiary, currency, amount_minor
from (
  select c.ordinal, c.code as collection_id, 0 as rank, 'deduction' as kind, d.code as beneficiary, c.currency,
    t.amount_minor::text
  from distribution.deduction_taken t
  join distribution.deduction d on d.deduction_id = t.deduction_id
  join distribution.collection c on c.collection_id = t.collection_id
  where t.distribution_id = $1
  union all
  select c.ordinal, c.code, case a.beneficiary_kind when 'party' then 1 else 2 end, a.beneficiary_kind,
    coalesce(p.code, a.suspense), c.currency, a.amount_minor::text
  from distribution.allocation a
  join distribution.collection c on c.collection_id = a.collection_id
  left join repertoire.party p on p.party_id = a.party_id
  where a.distribution_id = $1 and a.amount_minor > 0
) a
order by ordinal, rank, beneficiary
