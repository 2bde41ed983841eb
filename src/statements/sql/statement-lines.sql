-- statements/PARTY_ID.csv (contract, Output): the lines of every party that got an allocation, party by party. The
-- distribution is the setting app.distribution. One row for each pool × claim × use type × territory with points; before
-- a party's rows stands one that names it, its id behind a CR in the first column, where the file is cut.
select
  collection_id, licence_id, licensee, period_start, period_end, work_id, title, claim_id, "right", use_type, territory,
  case metric when 'views' then quantity end as views,
  case metric when 'seconds' then quantity end as seconds,
  case metric when 'revenue' then quantity end as revenue,
  points, share, pool_points, pool_net, exact_amount, currency
from (
  select
    p.party_id, p.code as party, c.ordinal, c.code as collection_id, l.code as licence_id, n.name as licensee,
    c.period_start, c.period_end, w.code as work_id, t.title, k.code as claim_id, k."right", e.use_type, e.territory,
    l.metric, trim_scale(e.quantity) as quantity, trim_scale(e.points) as points, trim_scale(k.share) as share,
    trim_scale(r.points) as pool_points, distribution.major_units(r.net_minor, c.minor_units) as pool_net,
    distribution.exact_amount(r.net_minor, e.points, k.share, r.points, c.minor_units) as exact_amount, c.currency
  from distribution.earned e
  join repertoire.claim k on k.claim_id = e.claim_id
  join repertoire.party p on p.party_id = k.party_id
  join repertoire.work w on w.work_id = e.work_id
  join repertoire.work_title t on t.work_id = e.work_id and t.ordinal = 0
  join distribution.collection c on c.collection_id = e.collection_id
  join licensing.licence l on l.licence_id = c.licence_id
  join licensing.licensee n on n.licensee_id = l.licensee_id
  join distribution.pool_result r on r.distribution_id = e.distribution_id and r.collection_id = e.collection_id
  where e.distribution_id = current_setting('app.distribution')::integer
  union all
  select
    party_id, code, null, chr(13) || code, null, null,
    null, null, null, null, null, null, null, null,
    null, null, null, null,
    null, null,
    null, null
  from repertoire.party
) line
where party_id in (
  select party_id
  from distribution.allocation
  where distribution_id = current_setting('app.distribution')::integer and amount_minor > 0
)
order by party, ordinal nulls first, work_id, claim_id, use_type, territory
