-- Contract ¶5: where the shares do not exceed 100 %, each asserted claim earns. $1 the distribution.
-- One row for each pool × claim × use type × territory with points; the share is applied by whoever reads.
insert into distribution.entitlement
  (work_id, distribution_id, collection_id, claim_id, use_type, territory, quantity, points)
select x.work_id, $1, x.collection_id, f.claim_id, x.use_type, x.territory, sum(x.quantity), sum(x.points)
from distribution.cell x
join coverage g on g.work_id = x.work_id and g."right" = x."right" and g.territory = x.territory and g.segment = x.segment
join claim_in_force f
  on f.work_id = x.work_id and f."right" = x."right" and f.territory = x.territory and f.segment = x.segment
where x.distribution_id = $1 and x.points > 0 and g.claimed <= 100 and f.status = 'asserted'
group by x.work_id, x.collection_id, f.claim_id, x.use_type, x.territory
