-- Amounts of a run by currency, in minor units. $1 the distribution.
select
  c.currency,
  sum(r.gross_minor)::text as collected,
  sum(r.deducted_minor)::text as deducted,
  coalesce(sum(a.parties), 0)::text as parties,
  coalesce(sum(a.unidentified), 0)::text as unidentified,
  coalesce(sum(a.unclaimed), 0)::text as unclaimed,
  coalesce(sum(a.disputed), 0)::text as disputed,
  coalesce(sum(a.undistributed), 0)::text as undistributed
from distribution.pool_result r
join distribution.collection c on c.collection_id = r.collection_id
join (
  select
    collection_id,
    sum(amount_minor) filter (where beneficiary_kind = 'party') as parties,
    sum(amount_minor) filter (where suspense = 'unidentified') as unidentified,
    sum(amount_minor) filter (where suspense = 'unclaimed') as unclaimed,
    sum(amount_minor) filter (where suspense = 'disputed') as disputed,
    sum(amount_minor) filter (where suspense = 'undistributed') as undistributed
  from distribution.allocation
  where distribution_id = $1
  group by collection_id
) a on a.collection_id = r.collection_id
where r.distribution_id = $1
group by c.currency
order by c.currency
