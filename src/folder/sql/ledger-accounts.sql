-- What ledger.journal declares: one row for each account × currency of a distribution's postings, in the order in which
-- the journal names them. The distribution is the setting app.distribution.
select a.code as account, p.currency
from distribution.posted_pool d
join distribution.collection c on c.collection_id = d.collection_id
join ledger.posting p on p.transaction_id = d.transaction_id
join ledger.account a on a.account_id = p.account_id
where d.distribution_id = current_setting('app.distribution')::integer
group by a.code, p.currency
order by min(array[c.ordinal, p.ordinal])
