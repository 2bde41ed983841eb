-- Reports that licensees owe: one row a licence and period that has begun. $1 the day on which they are looked at.
-- A period is reported when every day of it lies in one that was reported.
with
  granted as (
    select l.licence_id, l.society_id, l.code as licence, n.name as licensee, l.valid_from, m.report_every_months as months,
      least(l.valid_to, (
        select min((t.at at time zone 'UTC')::date) from licensing.licence_transition t
        where t.licence_id = l.licence_id and t.to_state = 'terminated')) as last_day
    from licensing.licence l
    join licensing.licensee n on n.licensee_id = l.licensee_id
    join licensing.licence_terms m on m.licence_id = l.licence_id
    join licensing.licence_standing s on s.licence_id = l.licence_id
    where s.state in ('active', 'suspended', 'expired', 'terminated') and l.valid_from <= $1::date
  ),
  period as (
    select g.*, starts.period_start,
      least(g.last_day, (g.valid_from + make_interval(months => (k + 1) * g.months))::date - 1) as period_end
    from granted g
    -- No month is shorter than 28 days.
    cross join lateral generate_series(0, (least(g.last_day, $1::date) - g.valid_from) / 28 / g.months) k
    cross join lateral (select (g.valid_from + make_interval(months => k * g.months))::date as period_start) starts
    where starts.period_start <= least(g.last_day, $1::date)
  ),
  covered as (
    select p.licence_id, p.period_start,
      sum(days) filter (where state = 'accepted') as accepted_days,
      sum(days) as reported_days
    from period p
    join lateral (
      select distinct on (r.period_start) s.state,
        least(r.period_end, p.period_end) - greatest(r.period_start, p.period_start) + 1 as days
      from usage.usage_report r
      cross join lateral (select usage.state_of(r.usage_report_id) as state) s
      where r.licence_id = p.licence_id and r.period_start <= p.period_end and r.period_end >= p.period_start
        and s.state in ('received', 'validated', 'accepted')
      order by r.period_start, s.state <> 'accepted'
    ) r on true
    group by p.licence_id, p.period_start
  ),
  duty as (
    select p.licence_id, p.licence, p.licensee, p.period_start, p.period_end,
      p.period_end + rule.amount as due_on,
      p.period_end - p.period_start + 1 as days, coalesce(c.accepted_days, 0) as accepted_days,
      coalesce(c.reported_days, 0) as reported_days, ahead.amount as reminder_days
    from period p
    left join lateral profile.rule_in_force(p.society_id, 'usage_report_due_days', p.period_end) rule on true
    left join lateral profile.rule_in_force(p.society_id, 'usage_report_reminder_days', p.period_end) ahead on true
    left join covered c on c.licence_id = p.licence_id and c.period_start = p.period_start
  )
select licence_id, licence, licensee, period_start, period_end, due_on, reminder_days,
  case
    when accepted_days = days then 'accepted'
    when reported_days = days then 'reported'
    when due_on < $1::date then 'overdue'
    when period_end < $1::date then 'due'
    else 'running'
  end as state
from duty
