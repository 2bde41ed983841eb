-- [I2] The parties are told, and the clocks of the rule profile start; they start again when a claim has joined. A society
-- that follows no profile has no deadlines. $1 the disputes as JSON, $2 role, $3 actor, $4 reason, $5 the society.
-- One row for each dispute.
insert into repertoire.dispute_event
  (dispute_id, ordinal, from_state, state, role, actor, reason, "overlaps", evidence_due, decision_due)
select s.dispute_id, s.steps + 1, s.state, 'notified', $2, $3, $4, t."overlaps",
  case when t.joined then today.day + evidence.days else s.evidence_due end,
  case when t.joined then today.day + greatest(decision.days, evidence.days) else s.decision_due end
from jsonb_to_recordset($1::jsonb) as t("disputeId" integer, "overlaps" jsonb, joined boolean)
join repertoire.dispute_standing s on s.dispute_id = t."disputeId"
cross join (select (now() at time zone 'UTC')::date as day) today
cross join lateral (
  select max(amount) as days from profile.rule_in_force($5, 'dispute_evidence_days', today.day)
) evidence
cross join lateral (
  select max(amount) as days from profile.rule_in_force($5, 'dispute_decision_days', today.day)
) decision
