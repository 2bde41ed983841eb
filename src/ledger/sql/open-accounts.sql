-- An account is opened by the first posting that names it. $1 the society.
insert into ledger.account (code)
select distinct i.account_code
from incoming_posting i
where not exists (select from ledger.account a where a.society_id = $1 and a.code = i.account_code)
