-- What is to be posted: whoever posts fills this table, the ledger takes it over. A transaction's rows agree in
-- day and memo; amounts are minor units, one of the two sides of a row is 0.
create temporary table incoming_posting (
  transaction_code text collate "C" not null,
  booked_on date not null,
  memo text not null,
  ordinal integer not null,
  account_code text collate "C" not null,
  currency text collate "C" not null,
  debit_minor bigint not null,
  credit_minor bigint not null
) on commit drop
