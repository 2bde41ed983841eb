-- statements/PARTY_ID.csv (contract, Output): the lines of every party that got an allocation, party by party. The
-- distribution is the setting app.distribution. One row for each pool × claim × use type × territory with points; before
-- a party's rows stands one that names it, its id behind a CR in the first column, where the file is cut.
-- Where a licence does not let its licensee's figures be shown, those cells are empty: the licensee, the metric, and the
-- points, which the metric can be computed from.
-- Texts are ranked where there are few of them, so that the many rows are sorted by numbers.
with
  paid as (
    select party_id, code, row_number() over (order by code) as place
    from repertoire.party
    where party_id in (
      select party_id
      from distribution.allocation
      where distribution_id = current_setting('app.distribution')::integer and amount_minor > 0
    )
  ),
  claimed as (
    select k.claim_id, p.place as party_place, k.code, k."right", trim_scale(k.share) as share,
      w.code as work_id, t.title, row_number() over (order by w.code, k.code) as place
    from repertoire.claim k
    join paid p on p.party_id = k.party_id
    join repertoire.work w on w.work_id = k.work_id
    join repertoire.work_title t on t.work_id = k.work_id and t.ordinal = 0
  ),
  pool_use as (
    select u.pool_use_id, u.use_type, u.territory, c.ordinal, c.code as collection_id, l.code as licence_id,
      case when shown then n.name end as licensee, c.period_start, c.period_end, case when shown then l.metric end as metric,
      trim_scale(r.points) as pool_points, case when shown then trim_scale(r.points) end as shown_points,
      distribution.major_units(r.net_minor, c.minor_units) as pool_net, c.currency,
      row_number() over (order by u.use_type, u.territory) as place
    from distribution.pool_use u
    join distribution.collection c on c.collection_id = u.collection_id
    join distribution.pool_result r on r.collection_id = u.collection_id and r.distribution_id = u.distribution_id
    join licensing.licence l on l.licence_id = c.licence_id
    join licensing.licensee n on n.licensee_id = l.licensee_id
    cross join lateral (select licensing.shows_on_statements(l.licence_id) as shown) consent
    where u.distribution_id = current_setting('app.distribution')::integer
  ),
  -- Claims that earned on both sides of a day on which claims change: the cells of one use are to be added up.
  divided as (
    select s.claim_id
    from distribution.entitled_share s
    join distribution.scope p on p.scope_id = s.scope_id
    where s.distribution_id = current_setting('app.distribution')::integer and s.claim_id is not null
    group by s.claim_id
    having min(p.segment) < max(p.segment)
  ),
  earned as (
    select s.claim_id, c.pool_use_id, c.quantity, c.points
    from distribution.cell c
    join distribution.entitled_share s on s.scope_id = c.scope_id
    where c.distribution_id = current_setting('app.distribution')::integer and c.points > 0
      and s.claim_id not in (select claim_id from divided)
    union all
    select s.claim_id, c.pool_use_id, sum(c.quantity), sum(c.points)
    from distribution.cell c
    join distribution.entitled_share s on s.scope_id = c.scope_id
    where c.distribution_id = current_setting('app.distribution')::integer and c.points > 0
      and s.claim_id in (select claim_id from divided)
    group by s.claim_id, c.pool_use_id
  )
select
  collection_id, licence_id, licensee, period_start, period_end, work_id, title, claim_id, "right", use_type, territory,
  views, seconds, revenue, points, share, pool_points, pool_net, exact_amount, currency
from (
  select
    k.party_place, u.ordinal, k.place as claim_place, u.place as use_place,
    u.collection_id, u.licence_id, u.licensee, u.period_start, u.period_end,
    k.work_id, k.title, k.code as claim_id, k."right", u.use_type, u.territory,
    case u.metric when 'views' then trim_scale(e.quantity) end as views,
    case u.metric when 'seconds' then trim_scale(e.quantity) end as seconds,
    case u.metric when 'revenue' then trim_scale(e.quantity) end as revenue,
    case when u.metric is not null then trim_scale(e.points) end as points, k.share, u.shown_points as pool_points, u.pool_net,
    distribution.exact_amount(u.pool_net, e.points, k.share, u.pool_points) as exact_amount, u.currency
  from earned e
  join claimed k on k.claim_id = e.claim_id
  join pool_use u on u.pool_use_id = e.pool_use_id
  union all
  select
    place, null, null, null,
    chr(13) || code, null, null, null, null,
    null, null, null, null, null, null,
    null, null, null,
    null, null, null, null,
    null, null
  from paid
) line
-- Two numbers in one: a sort compares single ones much faster, and most rows differ in the first.
order by (party_place << 32) + coalesce(ordinal, -1), (claim_place << 32) + use_place
