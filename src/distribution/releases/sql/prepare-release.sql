-- Domain, After posting: the ground of an adjustment, which is the setting app.distribution. Temporary tables, since each
-- stage asks again; those that a stage makes of them stay as rows of the adjustment.

-- The runs of which the adjustment is the last: the adjusted distribution, its releases that are in the books, itself. A
-- line of usage is of the first that knew its work, which the time of its match says. One row a run.
create temporary table release_run on commit drop as
select r.run, r.matched_until, lag(r.matched_until) over (order by r.run) as matched_after,
  row_number() over (order by r.run) as place, count(*) over () as runs
from (
  select d.distribution_id as run, distribution.calculated_at(d.distribution_id) as matched_until
  from distribution.distribution a
  join distribution.distribution d on a.adjusts in (d.distribution_id, d.adjusts)
  where a.distribution_id = current_setting('app.distribution')::integer and distribution.is_in_books(d.distribution_id)
  union all
  select current_setting('app.distribution')::integer, now()
) r;

-- What the run before held of known works. One row for each of its scopes of which something is held.
create temporary table release_held on commit drop as
select s.work_id, s."right", s.segment, s.place, coalesce(s.matched_until, o.matched_until) as matched_until,
  coalesce(s.held_as, case when bool_or(e.reason = 'disputed') then 'disputed' else 'unclaimed' end) as held_as,
  sum(e.share) as held
from release_run b
join distribution.entitled_share e on e.distribution_id = b.run and e.reason is not null
join distribution.scope s on s.scope_id = e.scope_id
join release_run o on o.place = 1
where b.place = b.runs - 1
group by s.scope_id, o.matched_until;

-- Works whose usage is looked at: those and the ones that titles were matched to since. One row a work.
create temporary table release_work on commit drop as
select work_id from release_held
union
select m.work_id
from release_run b
join matching.match m on m.matched_at > b.matched_until
where b.place = b.runs - 1;

analyze release_held;
analyze release_work
