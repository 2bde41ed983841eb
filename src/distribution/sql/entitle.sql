-- Contract ¶5: what each earning claim earned. $1 the distribution. The share is applied by whoever reads.
-- One row for each pool × claim × use type × territory with points: most works have one segment, whose cells are such
-- rows already; the others are summed.
insert into distribution.entitlement
  (work_id, distribution_id, collection_id, claim_id, use_type, territory, quantity, points)
select x.work_id, $1, x.collection_id, e.claim_id, x.use_type, x.territory, x.quantity, x.points
from distribution.cell x
join earning_claim e on e.work_id = x.work_id and e."right" = x."right" and e.territory = x.territory
where x.distribution_id = $1 and x.points > 0 and x.segment = -1 and e.segment = -1
union all
select x.work_id, $1, x.collection_id, e.claim_id, x.use_type, x.territory, sum(x.quantity), sum(x.points)
from distribution.cell x
join earning_claim e
  on e.work_id = x.work_id and e."right" = x."right" and e.territory = x.territory and e.segment = x.segment
where x.distribution_id = $1 and x.points > 0 and x.segment >= 0
group by x.work_id, x.collection_id, e.claim_id, x.use_type, x.territory
