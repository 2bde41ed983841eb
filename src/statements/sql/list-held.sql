-- What suspense holds for known works by what is in the books and not released. $1 party, $2 work, $3 collection, $4 reason, or null.
-- One row for each pool × work × right × reason. The deadline is the last day of the year of collection, moved on by the
-- years that the profile names on the day of collection.
select c.code as collection, h.distribution_id::text as distribution, w.code as work, t.title, h."right", h.reason,
  h.exact_amount::text as "exactAmount", c.currency,
  make_date(extract(year from collected.day)::integer + term.amount, 12, 31)::text as deadline,
  case when term.amount is not null then term.source end as source,
  distribution.claims_changed_since(h.work_id, h."right", h.distribution_id) as "mayBeReleased",
  h.exact_amount as amount, jsonb_build_array(w.code, c.code, h."right", h.reason)::text collate "C" as row_key
from statements.held_work h
join distribution.collection c on c.collection_id = h.collection_id and c.held_in = h.distribution_id
join repertoire.work w on w.work_id = h.work_id
join repertoire.work_title t on t.work_id = h.work_id and t.ordinal = 0
cross join lateral (select coalesce(c.received_on, c.period_end) as day) collected
left join lateral profile.rule_in_force(h.society_id, 'non_distributable_years', collected.day) term on true
where ($1::text is null or exists (
    select from repertoire.claim k join repertoire.party p on p.party_id = k.party_id
    where k.work_id = h.work_id and k.superseded_at is null and p.code = $1))
  and ($2::text is null or w.code = $2) and ($3::text is null or c.code = $3) and ($4::text is null or h.reason = $4)
