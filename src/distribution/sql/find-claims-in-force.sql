-- Contract ¶5: the claims in force. The distribution is the setting app.distribution (see sum-cells.sql).
-- One row for each work × right × territory × validity segment that has usage, and each claim in force there.
-- Segment 0 lies before the first bound, so bounds[0], which is NULL, lets no claim pass that has a first day; in
-- segment -1 no claim has one.
create temporary table claim_in_force on commit drop as
select k.work_id, k."right", k.territory, k.segment, c.claim_id, c.share, c.status
from (
  select distinct work_id, "right", territory, segment
  from distribution.cell
  where distribution_id = current_setting('app.distribution')::integer
) k
left join distribution.validity v
  on v.work_id = k.work_id and v."right" = k."right"
  and v.distribution_id = current_setting('app.distribution')::integer
join repertoire.claim c
  on c.work_id = k.work_id and c."right" = k."right"
  and c.superseded_at is null
  and (k.territory = any (c.territory_codes)) <> c.territories_except
  and (c.valid_from is null or v.bounds[k.segment] >= c.valid_from)
  and (c.valid_to is null or coalesce(v.bounds[k.segment], '-infinity') <= c.valid_to)
