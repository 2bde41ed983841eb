-- [C22] Listings whose first window has opened by $1 come into it; those whose windows are all over end. $2: on whose
-- behalf. A row is a listing, the state that it has come to, and why.
with due as (
  insert into protection.listing_event (listing_id, ordinal, source, from_state, state, role, actor, reason)
  select s.listing_id, s.steps + 1, s.source, s.state, case when w.over then 'ended' else 'window' end, 'SYS', $2,
    case when w.over then 'its windows are over' else 'its window has opened' end
  from protection.listing_standing s
  cross join lateral (
    select bool_or(r.opens_at <= $1::timestamptz) as opened, bool_and(r.closes_at <= $1::timestamptz) as over
    from protection.listing_window r where r.listing_id = s.listing_id
  ) w
  where s.state = 'listed' and w.opened or s.state = 'window' and w.over
  order by s.listing_id
  returning listing_id, state, reason
)
select listing_id as "listingId", state, reason from due order by listing_id
