-- allocations.csv: every deduction, and every party and suspense account with money. The distribution is the setting
-- app.distribution.
select collection_id, beneficiary_kind, beneficiary, currency, distribution.major_units(amount_minor, minor_units) as amount
from (
  select c.ordinal, c.code as collection_id, 0 as rank, 'deduction' as beneficiary_kind, d.code as beneficiary,
    c.currency, c.minor_units, t.amount_minor
  from distribution.deduction_taken t
  join distribution.deduction d on d.deduction_id = t.deduction_id
  join distribution.collection c on c.collection_id = t.collection_id
  where t.distribution_id = current_setting('app.distribution')::integer
  union all
  select c.ordinal, c.code, case a.beneficiary_kind when 'party' then 1 else 2 end, a.beneficiary_kind,
    coalesce(p.code, a.suspense), c.currency, c.minor_units, a.amount_minor
  from distribution.allocation a
  join distribution.collection c on c.collection_id = a.collection_id
  left join repertoire.party p on p.party_id = a.party_id
  where a.distribution_id = current_setting('app.distribution')::integer and a.amount_minor > 0
) a
order by ordinal, rank, beneficiary
