-- Contract ¶2 and ¶4, of what may be released: usage of the works that are looked at, summed as far as the same claims are
-- in force and the same run knew it first. The adjustment is the setting app.distribution; its reports stand in
-- counted_report. New is what was unidentified in the run before; of that the item says which title group it leaves.
create temporary table released_usage on commit drop as
select
  m.work_id, u.pool_use_id, width_bucket(l.used_on, coalesce(v.bounds, '{}')) as segment,
  coalesce(v.by_territory, false) as by_territory, o.matched_after, o.matched_until, o.place = o.runs as is_new,
  case when o.place = o.runs then l.item_id end as item_id, count(*) as lines, sum(l.quantity) as quantity
from counted_report r
join usage.usage_line l on l.line_id between r.first_line and r.last_line
join (
  select e.use_id, p.pool_use_id, c.period_start, c.period_end
  from distribution.pool_use p
  join distribution.collection c on c.collection_id = p.collection_id
  join usage.reported_use e on e.licence_id = c.licence_id and e.use_type = p.use_type and e.territory = p.territory
  where p.distribution_id = current_setting('app.distribution')::integer
) u on u.use_id = l.use_id and l.used_on between u.period_start and u.period_end
join matching.match m on m.item_id = l.item_id
join release_work w on w.work_id = m.work_id
join release_run o on coalesce(m.matched_at, '-infinity') <= o.matched_until
  and (o.matched_after is null or m.matched_at > o.matched_after)
left join distribution.claim_limits v
  on v.work_id = m.work_id and v.distribution_id = current_setting('app.distribution')::integer
group by 1, 2, 3, 4, 5, 6, 7, 8;
analyze released_usage;

-- Its scopes, with what is held of each: all of what is new, and what the scope of the run before that it lies in holds. A
-- day of its segment says which that is. One row a scope.
create temporary table release_scope on commit drop as
select n.*, coalesce(h.held, 100) as held, coalesce(h.held_as, 'unidentified') as held_as
from (
  select distinct s.work_id, u."right", s.segment, case when s.by_territory then u.territory else '' end as place,
    s.matched_after, s.matched_until, s.is_new,
    case when s.segment > 0 then v.bounds[s.segment] else coalesce(v.bounds[1] - 1, date '2000-01-01') end as day
  from released_usage s
  join distribution.pool_use u on u.pool_use_id = s.pool_use_id
  left join distribution.claim_limits v
    on v.work_id = s.work_id and v.distribution_id = current_setting('app.distribution')::integer
) n
join release_run b on b.place = b.runs - 1
left join distribution.claim_limits v on v.work_id = n.work_id and v.distribution_id = b.run
left join release_held h
  on h.work_id = n.work_id and h."right" = n."right" and h.matched_until = n.matched_until
  and h.segment = width_bucket(n.day, coalesce(v.bounds, '{}'))
  and h.place = case when v.by_territory then n.place else '' end
where n.is_new or h.work_id is not null;
analyze release_scope
