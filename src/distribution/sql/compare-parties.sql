-- What two runs give to whom. $1 the one, $2 the other.
-- One row for each party or suspense account × currency that they do not give the same; amounts in minor units.
select p.code as party, b.suspense, b.currency, b.one::text, b.other::text, (b.other - b.one)::text as difference,
  abs(b.other - b.one)::bigint as size, jsonb_build_array(p.code, b.suspense, b.currency)::text collate "C" as row_key
from (
  select a.party_id, a.suspense, c.currency,
    coalesce(sum(a.amount_minor) filter (where a.distribution_id = $1), 0) as one,
    coalesce(sum(a.amount_minor) filter (where a.distribution_id = $2), 0) as other
  from distribution.allocation a
  join distribution.collection c on c.collection_id = a.collection_id
  where a.distribution_id in ($1, $2)
  group by a.party_id, a.suspense, c.currency
) b
left join repertoire.party p on p.party_id = b.party_id
where b.one <> b.other
