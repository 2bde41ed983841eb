-- Contract ¶8: one balanced transaction a pool, booked today: each suspense account that held money on the debit side; each
-- party's payable, and each suspense account that goes on holding, on the credit side. $1 the adjustment.
insert into incoming_posting
  (transaction_code, booked_on, memo, ordinal, account_code, currency, debit_minor, credit_minor)
select
  distribution.books_as(p.distribution_id, c.code, false), current_date,
  format('Release of what distribution %s held of %s, %s to %s', d.adjusts, l.code, c.period_start, c.period_end),
  row_number() over (partition by c.collection_id order by e.rank, e.place, e.code),
  e.account_code, c.currency, e.debit_minor, e.credit_minor
from distribution.pool p
join distribution.distribution d on d.distribution_id = p.distribution_id
join distribution.collection c on c.collection_id = p.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join lateral (
  select case when a.distribution_id = p.follows then 0 when a.party_id is not null then 1 else 2 end as rank,
    coalesce(array_position(array['unidentified', 'unclaimed', 'disputed'], a.suspense), 0) as place, y.code,
    coalesce('liabilities:parties:' || y.code, 'liabilities:suspense:' || a.suspense) as account_code,
    case when a.distribution_id = p.follows then a.amount_minor else 0 end as debit_minor,
    case when a.distribution_id = p.follows then 0 else a.amount_minor end as credit_minor
  from distribution.allocation a
  left join repertoire.party y on y.party_id = a.party_id
  where a.collection_id = p.collection_id and a.amount_minor > 0
    and (a.distribution_id = p.distribution_id or (a.distribution_id = p.follows and a.suspense is not null))
) e on true
where p.distribution_id = $1
