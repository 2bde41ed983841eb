-- Disputes over shares of these works that are not over, the oldest first. $1 numbers of works.
-- One row for each dispute, with the claims in it and the overlaps that its parties were told of.
select d.dispute_id as "disputeId", d.work_id, d."right", s."overlaps",
  array(select c.claim from repertoire.dispute_claim c where c.dispute_id = d.dispute_id order by c.claim) as claims
from repertoire.dispute d
join repertoire.dispute_standing s on s.dispute_id = d.dispute_id
where d.work_id = any ($1) and d.origin = 'overlap' and s.state not in ('resolved', 'expired')
order by d.dispute_id
