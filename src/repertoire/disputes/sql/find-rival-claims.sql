-- [I1] Current claims of rights of which more than 100 % is claimed in all, so that they may overlap somewhere.
-- $1 numbers of works. One row for each claim.
select c.work_id, c."right", c.code as claim, p.code as party, c.party_id, trim_scale(c.share)::text as share,
  c.territories_except as "except", c.territory_codes as codes, c.valid_from::text as "from", c.valid_to::text as "to"
from repertoire.claim c
join repertoire.party p on p.party_id = c.party_id
where c.work_id = any ($1) and c.superseded_at is null
  and (c.work_id, c."right") in (
    select s.work_id, s."right" from repertoire.claim s
    where s.work_id = any ($1) and s.superseded_at is null
    group by s.work_id, s."right" having sum(s.share) > 100)
order by c.work_id, c."right", c.code
