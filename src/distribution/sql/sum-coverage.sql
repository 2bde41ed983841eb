-- Contract ¶5: how far a work's right is claimed. One row for each work × right × territory × segment with claims.
create temporary table coverage on commit drop as
select
  work_id, "right", territory, segment,
  sum(share) as claimed,
  coalesce(sum(share) filter (where status = 'disputed'), 0) as disputed
from claim_in_force
group by work_id, "right", territory, segment
