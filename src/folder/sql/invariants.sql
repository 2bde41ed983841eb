-- What must hold of every run. $1 the distribution, $2 its society. One row for each invariant.
with
  allocated as (
    select collection_id, sum(amount_minor) as amount, sum(points) as points
    from distribution.allocation where distribution_id = $1 group by collection_id
  ),
  deducted as (
    select collection_id, sum(amount_minor) as amount
    from distribution.deduction_taken where distribution_id = $1 group by collection_id
  ),
  booked as (
    select d.collection_id, p.currency, sum(p.debit_minor) as debit, sum(p.credit_minor) as credit
    from distribution.posted_pool d
    join ledger.posting p on p.transaction_id = d.transaction_id
    where d.distribution_id = $1
    group by d.collection_id, p.currency
  ),
  pool as (
    select r.*, c.amount_minor, a.amount as allocated, a.points as beneficiary_points, d.amount as taken, b.debit, b.credit
    from distribution.pool_result r
    join distribution.collection c on c.collection_id = r.collection_id
    left join allocated a on a.collection_id = r.collection_id
    left join deducted d on d.collection_id = r.collection_id
    left join booked b on b.collection_id = r.collection_id
    where r.distribution_id = $1
  )
select 'each collection is its deductions and allocations' as invariant,
  coalesce(bool_and(amount_minor = coalesce(taken, 0) + allocated), true) as holds from pool
union all
select 'each pool''s points are its beneficiaries'' points', coalesce(bool_and(points = beneficiary_points), true) from pool
union all
select 'the shares of each scope are 100 in all', not exists (
  select from distribution.entitled_share where distribution_id = $1 group by scope_id having sum(share) <> 100
)
union all
select 'each transaction balances and books its collection',
  coalesce(bool_and(coalesce(debit, 0) = amount_minor and coalesce(credit, 0) = amount_minor), true) from pool
union all
select 'each title, identifier, claim and alias names a work of the society', not exists (
  select from (
    select work_id from repertoire.work_title where society_id = $2
    union all
    select work_id from repertoire.work_identifier where society_id = $2
    union all
    select work_id from repertoire.claim where society_id = $2
    union all
    select work_id from matching.alias where society_id = $2
  ) named
  left join repertoire.work w on w.work_id = named.work_id and w.society_id = $2
  where w.work_id is null
)
union all
select 'each claim names a party of the society', not exists (
  select from repertoire.claim c
  left join repertoire.party p on p.party_id = c.party_id and p.society_id = $2
  where c.society_id = $2 and p.party_id is null
)
