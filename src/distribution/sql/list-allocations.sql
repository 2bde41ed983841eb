-- What each beneficiary gets of each pool. $1 the distribution, $2 collection, $3 kind, $4 beneficiary, or null.
-- One row for each pool × deduction, and for each pool × party or suspense account with an amount.
select collection, kind, beneficiary, currency, amount_minor, points,
  jsonb_build_array(collection, kind, beneficiary)::text collate "C" as row_key
from (
  select c.code as collection, a.beneficiary_kind as kind, coalesce(p.code, a.suspense) as beneficiary, c.currency,
    a.amount_minor, trim_scale(a.points)::text as points
  from distribution.allocation a
  join distribution.collection c on c.collection_id = a.collection_id
  left join repertoire.party p on p.party_id = a.party_id
  where a.distribution_id = $1 and a.amount_minor > 0
  union all
  select c.code, 'deduction', d.code, c.currency, t.amount_minor, null
  from distribution.deduction_taken t
  join distribution.collection c on c.collection_id = t.collection_id
  join distribution.deduction d on d.deduction_id = t.deduction_id
  where t.distribution_id = $1
) given
where ($2::text is null or collection = $2) and ($3::text is null or kind = $3)
  and ($4::text is null or beneficiary = $4)
