-- Contract ¶5: the claims that earn: asserted, where the shares do not exceed 100 %.
create temporary table earning_claim on commit drop as
select f.work_id, f."right", f.territory, f.segment, f.claim_id
from claim_in_force f
join coverage g
  on g.work_id = f.work_id and g."right" = f."right" and g.territory = f.territory and g.segment = f.segment
where g.claimed <= 100 and f.status = 'asserted'
