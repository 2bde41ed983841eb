-- One statement for all postings, so that the balance of each transaction is checked as a whole. $1 the society.
insert into ledger.posting (transaction_id, ordinal, account_id, currency, debit_minor, credit_minor)
select t.transaction_id, i.ordinal, a.account_id, i.currency, i.debit_minor, i.credit_minor
from incoming_posting i
join ledger.transaction t on t.society_id = $1 and t.code = i.transaction_code
join ledger.account a on a.society_id = $1 and a.code = i.account_code
