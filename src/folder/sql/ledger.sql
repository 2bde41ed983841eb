-- ledger.csv and ledger.journal: the transactions of a distribution in the order of its collections, each with its
-- postings in their order. $1 the distribution.
select t.code as transaction_id, t.booked_on::text, a.code as account, p.currency, p.debit_minor::text,
  p.credit_minor::text, c.code as collection_id, t.memo
from distribution.posted_pool d
join distribution.collection c on c.collection_id = d.collection_id
join ledger.transaction t on t.transaction_id = d.transaction_id
join ledger.posting p on p.transaction_id = t.transaction_id
join ledger.account a on a.account_id = p.account_id
where d.distribution_id = $1
order by c.ordinal, p.ordinal
