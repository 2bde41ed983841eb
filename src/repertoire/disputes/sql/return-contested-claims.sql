-- [I2] Silence is withdrawal: a claim that was contested by nothing but disputes that are over is asserted again.
-- $1 disputes that have just ended. One row for each claim, whose version that was is closed.
with returned as (
  update repertoire.claim c set superseded_at = now()
  where c.superseded_at is null and c.status = 'disputed'
    and c.code in (
      select d.claim from repertoire.dispute_claim d where d.dispute_id = any ($1) and d.stance = 'contested')
    and not exists (
      select from repertoire.dispute_claim o
      join repertoire.dispute_standing s on s.dispute_id = o.dispute_id
      where o.claim = c.code and o.stance = 'contested' and s.state not in ('resolved', 'expired'))
  returning c.*
)
insert into repertoire.claim (code, work_id, party_id, "right", share, role, territories_except, territory_codes, valid_from,
  valid_to, status)
select r.code, r.work_id, r.party_id, r."right", r.share, r.role, r.territories_except, r.territory_codes, r.valid_from,
  r.valid_to, 'asserted'
from returned r
returning code as claim
