-- [C22] Licences for networks, in force or suspended, under which a listed film could be used while it is in theatres: they
-- share days and territories with a window that is not over at $2, and on those days the society may license the film for
-- that use. Of listings $1 alone, or with null of all. What was told once is not told again. A row is one warning.
with found as (
  insert into protection.licence_warning (listing_id, licence_id, first_day, last_day)
  select s.listing_id, l.licence_id, min(d.first_day), max(d.last_day)
  from protection.listing_standing s
  join protection.listing_window w on w.listing_id = s.listing_id and w.closes_at > $2::timestamptz
  join licensing.licence l on l.valid_from <= w.last_day and l.valid_to >= w.released_on
    and licensing.territories_meet(l.territories_except, l.territory_codes, w.territories_except, w.territory_codes)
  join licensing.licence_standing g on g.licence_id = l.licence_id and g.state in ('active', 'suspended')
  cross join lateral (
    select greatest(l.valid_from, w.released_on) as first_day, least(l.valid_to, w.last_day) as last_day
  ) d
  where s.state in ('listed', 'window') and ($1::integer[] is null or s.listing_id = any ($1))
    and not exists (
      select from protection.licence_warning x where x.listing_id = s.listing_id and x.licence_id = l.licence_id)
    and exists (
      select from licensing.use_type u
      join repertoire.licensable_within(d.first_day, d.last_day) r
        on r.work_id = s.work_id and r."right" = u."right"
        and licensing.territories_meet(l.territories_except, l.territory_codes, r.territories_except, r.territory_codes)
      where u.use_type = any (l.use_types) and u."right" in ('making_available', 'clip_use'))
  group by s.listing_id, l.licence_id
  returning licence_warning_id as id
)
select id from found order by id
