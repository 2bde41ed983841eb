-- Contests that are under way and about nothing any more: every claim that was contested has been withdrawn.
-- $1 numbers of works. One row for each dispute.
select d.dispute_id
from repertoire.dispute d
join repertoire.dispute_standing s on s.dispute_id = d.dispute_id
where d.work_id = any ($1) and d.origin = 'contested' and s.state in ('notified', 'evidence', 'recommended')
  and not exists (
    select from repertoire.dispute_claim m
    join repertoire.claim c on c.code = m.claim and c.superseded_at is null and c.work_id = d.work_id
    where m.dispute_id = d.dispute_id and m.stance = 'contested')
