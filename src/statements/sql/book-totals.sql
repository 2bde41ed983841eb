-- What the books owe each party by a distribution: the sums of its account in the transactions of that distribution.
-- $1 the distribution. One row a party, its totals as JSON: [{currency, amount}], minor units as texts.
select party_id, code as party, jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text) order by currency) as totals
from (
  select y.party_id, y.code, p.currency, sum(p.credit_minor - p.debit_minor) as amount
  from (
    select transaction_id from distribution.posted_pool where distribution_id = $1
    union all
    select transaction_id from distribution.reversed_pool where distribution_id = $1
  ) t
  join ledger.posting p on p.transaction_id = t.transaction_id
  join ledger.account a on a.account_id = p.account_id
  join repertoire.party y on y.society_id = a.society_id and a.code = 'liabilities:parties:' || y.code
  group by y.party_id, y.code, p.currency
) owed
group by party_id, code
