-- What is over before day $2 in society $1 takes its last step, on behalf of $3: offers lapse, active licences expire.
-- A row is a licence, the state that it has come to, and why.
with due as (
  insert into licensing.licence_transition (licence_id, ordinal, from_state, to_state, role, actor, reason)
  select s.licence_id, s.steps + 1, s.state, case s.state when 'offered' then 'lapsed' else 'expired' end, 'system', $3,
    case s.state when 'offered' then 'the offer stood until ' || q.valid_until else 'the term ended on ' || l.valid_to end
  from licensing.licence_standing s
  join licensing.licence l on l.licence_id = s.licence_id
  left join licensing.licence_terms m on m.licence_id = s.licence_id
  left join licensing.quote q on q.quote_id = m.quote_id
  where s.society_id = $1
    and (s.state = 'active' and l.valid_to < $2::date or s.state = 'offered' and q.valid_until < $2::date)
  order by s.licence_id
  returning licence_id, to_state, reason
)
select licence_id as "licenceId", to_state as state, reason from due order by licence_id
