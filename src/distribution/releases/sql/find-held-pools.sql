-- Domain, After posting: pools of a posted distribution that hold money which a release can give. $1 the distribution, $2
-- today. One row a collection, with the last day on which its held money may be released, or null where nothing says one
-- (I4). A pool without points is undistributed as a whole and has nobody to be given to; nor has one that holds nothing.
select c.collection_id, c.code, (make_date(
    extract(year from coalesce(c.received_on, c.period_end))::integer + term.amount, 12, 31) < $2::date) is true as too_old,
  make_date(extract(year from coalesce(c.received_on, c.period_end))::integer + term.amount, 12, 31)::text as until,
  term.source
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id and c.posted_in = p.distribution_id
join (
  select distribution_id, collection_id from distribution.allocation
  where suspense in ('unidentified', 'unclaimed', 'disputed')
  group by distribution_id, collection_id
  having sum(amount_minor) > 0
) h on h.distribution_id = c.held_in and h.collection_id = c.collection_id
left join lateral profile.rule_in_force(c.society_id, 'look_back_years', $2::date) term on true
where p.distribution_id = $1
  -- A pool that an earlier release passed over stays out of later ones.
  and c.held_in = (
    select max(m.held_in) from distribution.collection m where m.posted_in = $1)
order by c.ordinal, c.code
