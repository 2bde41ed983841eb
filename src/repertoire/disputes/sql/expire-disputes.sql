-- [I5] Disputes whose day of decision is over everywhere on earth. $1 actor, $2 reason. One row for each dispute.
insert into repertoire.dispute_event (dispute_id, ordinal, from_state, state, role, actor, reason)
select s.dispute_id, s.steps + 1, s.state, 'expired', 'SYS', $1, $2
from repertoire.dispute_standing s
where s.state in ('notified', 'evidence', 'recommended') and s.decision_due < repertoire.earliest_today()
returning dispute_id
