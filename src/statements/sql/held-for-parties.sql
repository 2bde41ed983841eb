-- What is held for works in which a party has a claim, whether or not the claim earned something. $1 the
-- distribution, $2 how many rows a party gets at most, largest first.
-- One row for each party × pool × work × reason, by party id.
select party_code, collection_id, work_id, title, reason, points, exact_amount::text, currency
from (
  select
    h.*,
    row_number() over (partition by h.party_code order by h.exact_amount desc, h.ordinal, h.work_id, h.reason) as place
  from (
    select
      p.code as party_code, c.code as collection_id, c.ordinal, c.currency, w.code as work_id, t.title, s.reason,
      case when licensing.shows_on_statements(c.licence_id) then trim_scale(s.points)::text else '' end as points,
      distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), s.points, 100, r.points) as exact_amount
    from (
      select collection_id, work_id, reason, sum(points) as points
      from distribution.held
      where distribution_id = $1
      group by collection_id, work_id, reason
    ) s
    join (
      select distinct work_id, party_id
      from repertoire.claim
      where superseded_at is null and party_id in (
        select party_id from distribution.allocation where distribution_id = $1 and party_id is not null and amount_minor > 0
      )
    ) k on k.work_id = s.work_id
    join repertoire.party p on p.party_id = k.party_id
    join repertoire.work w on w.work_id = s.work_id
    join repertoire.work_title t on t.work_id = s.work_id and t.ordinal = 0
    join distribution.collection c on c.collection_id = s.collection_id
    join distribution.pool_result r on r.distribution_id = $1 and r.collection_id = s.collection_id
  ) h
) ranked
where place <= $2
order by party_code, ordinal, work_id, reason
