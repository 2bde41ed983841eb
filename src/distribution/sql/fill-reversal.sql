-- The opposite of all that a distribution posted, transaction by transaction, booked today. $1 the reversal, $2 its reason.
insert into incoming_posting
  (transaction_code, booked_on, memo, ordinal, account_code, currency, debit_minor, credit_minor)
select
  distribution.books_as(r.distribution_id, c.code, s.sandbox), current_date,
  format('Reversal of distribution %s: %s', r.reverses, $2::text),
  l.ordinal, a.code, l.currency, l.credit_minor, l.debit_minor
from distribution.distribution r
join identity.society s on s.society_id = r.society_id
join distribution.posted_pool p on p.distribution_id = r.reverses
join distribution.collection c on c.collection_id = p.collection_id
join ledger.posting l on l.transaction_id = p.transaction_id
join ledger.account a on a.account_id = l.account_id
where r.distribution_id = $1
