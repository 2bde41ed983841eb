-- Contract ¶8: one balanced transaction a pool, booked on its last day: the collection on the debit side; each
-- deduction, each party's payable and each suspense account on the credit side. $1 the distribution.
insert into incoming_posting
  (transaction_code, booked_on, memo, ordinal, account_code, currency, debit_minor, credit_minor)
select
  distribution.books_as(p.distribution_id, c.code, s.sandbox), c.period_end,
  format('Royalties of %s, %s to %s', l.code, c.period_start, c.period_end),
  row_number() over (partition by c.collection_id order by e.rank, e.place, e.code),
  e.account_code, c.currency, e.debit_minor, e.credit_minor
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join identity.society s on s.society_id = p.society_id
join lateral (
  select 0 as rank, 0 as place, null as code, 'assets:collections:' || l.code as account_code,
    c.amount_minor as debit_minor, 0 as credit_minor
  union all
  select 1, d.ordinal, null,
    case d.kind
      when 'admin_fee' then 'income:admin_fee:'
      when 'other' then 'income:other:'
      else 'liabilities:' || d.kind || ':'
    end || d.code,
    0, t.amount_minor
  from distribution.deduction_taken t
  join distribution.deduction d on d.deduction_id = t.deduction_id
  where t.distribution_id = p.distribution_id and t.collection_id = p.collection_id
  union all
  select
    case a.beneficiary_kind when 'party' then 2 else 3 end,
    coalesce(array_position(array['unidentified', 'unclaimed', 'disputed', 'undistributed'], a.suspense), 0),
    y.code,
    case a.beneficiary_kind when 'party' then 'liabilities:parties:' || y.code else 'liabilities:suspense:' || a.suspense end,
    0, a.amount_minor
  from distribution.allocation a
  left join repertoire.party y on y.party_id = a.party_id
  where a.distribution_id = p.distribution_id and a.collection_id = p.collection_id
) e on e.debit_minor > 0 or e.credit_minor > 0
where p.distribution_id = $1
