-- ledger.csv and ledger.journal: the transactions of a distribution in the order of its collections, each with its
-- postings in their order. The distribution is the setting app.distribution.
select t.code as transaction_id, t.booked_on::text, a.code as account, p.currency,
  distribution.major_units(nullif(p.debit_minor, 0), c.minor_units) as debit,
  distribution.major_units(nullif(p.credit_minor, 0), c.minor_units) as credit,
  c.code as collection_id, t.memo
from distribution.posted_pool d
join distribution.collection c on c.collection_id = d.collection_id
join ledger.transaction t on t.transaction_id = d.transaction_id
join ledger.posting p on p.transaction_id = t.transaction_id
join ledger.account a on a.account_id = p.account_id
where d.distribution_id = current_setting('app.distribution')::integer
order by c.ordinal, p.ordinal
