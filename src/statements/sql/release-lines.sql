-- The lines of an adjustment for every party that got something of it, party by party, in the form of statement-lines.sql
-- and with two columns more: how it was held, and the distribution that held it. The distribution is the setting
-- app.distribution. One row for each pool × claim × use type × territory × how it was held × share: the share is what of the
-- points is released to the claim.
with
  run as (
    select distribution_id, adjusts from distribution.distribution
    where distribution_id = current_setting('app.distribution')::integer
  ),
  paid as (
    select party_id, code, row_number() over (order by code) as place
    from repertoire.party
    where party_id in (
      select a.party_id from distribution.allocation a join run on run.distribution_id = a.distribution_id
      where a.amount_minor > 0)
  )
select
  collection_id, licence_id, licensee, period_start, period_end, work_id, title, claim_id, "right", use_type, territory,
  views, seconds, revenue, points, share, pool_points, pool_net, exact_amount, currency, held_as, distribution_id
from (
  select
    p.place, c.ordinal, c.code as collection_id, l.code as licence_id, case when shown then n.name end as licensee,
    c.period_start, c.period_end, w.code as work_id, t.title, k.code as claim_id, k."right", u.use_type, u.territory,
    case when shown and l.metric = 'views' then trim_scale(e.quantity) end as views,
    case when shown and l.metric = 'seconds' then trim_scale(e.quantity) end as seconds,
    case when shown and l.metric = 'revenue' then trim_scale(e.quantity) end as revenue,
    case when shown then trim_scale(e.points) end as points, trim_scale(e.share) as share,
    case when shown then trim_scale(r.points) end as pool_points,
    distribution.major_units(r.net_minor, c.minor_units) as pool_net,
    distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), e.points, e.share, r.points) as exact_amount,
    c.currency, e.held_as, e.adjusts as distribution_id
  from (
    select run.distribution_id, run.adjusts, s.claim_id, s.share, o.held_as, c.pool_use_id, c.work_id,
      sum(c.quantity) as quantity, sum(c.points) as points
    from run
    join distribution.cell c on c.distribution_id = run.distribution_id and c.points > 0
    join distribution.scope o on o.scope_id = c.scope_id
    join distribution.entitled_share s on s.scope_id = c.scope_id and s.claim_id is not null
    group by run.distribution_id, run.adjusts, s.claim_id, s.share, o.held_as, c.pool_use_id, c.work_id
  ) e
  join repertoire.claim k on k.claim_id = e.claim_id
  join paid p on p.party_id = k.party_id
  join repertoire.work w on w.work_id = e.work_id
  join repertoire.work_title t on t.work_id = e.work_id and t.ordinal = 0
  join distribution.pool_use u on u.pool_use_id = e.pool_use_id
  join distribution.collection c on c.collection_id = u.collection_id
  join distribution.pool_result r on r.distribution_id = e.distribution_id and r.collection_id = u.collection_id
  join licensing.licence l on l.licence_id = c.licence_id
  join licensing.licensee n on n.licensee_id = l.licensee_id
  cross join lateral (select licensing.shows_on_statements(l.licence_id) as shown) consent
  union all
  select
    place, null, chr(13) || code, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
    null, null, null, null, null, null
  from paid
) line
order by place, ordinal nulls first, work_id, claim_id, use_type, territory, held_as, share
