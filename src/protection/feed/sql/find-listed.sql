-- [C22] What is to be told of works that stand or stood on the list; of listings $1 alone, or with null of all.
-- A row is a listing as its entry has it, with the text that was told of it last.
select s.listing_id as "listingId", s.source, s.state, o.authority, o.list_year as year, o.batch,
  o.listed_on::text as "listedOn", t.title,
  array(select a.title from repertoire.work_title a where a.work_id = s.work_id and a.ordinal > 0 order by a.ordinal)
    as "alternativeTitles",
  w.year as "productionYear", i.eidr, i.isan, i.imdb,
  (select jsonb_agg(jsonb_build_object('except', r.territories_except, 'codes', r.territory_codes, 'releasedOn', r.released_on,
      'lastDay', r.last_day, 'timeZone', r.zone, 'opensAt', r.opens_at, 'closesAt', r.closes_at) order by r.line)
   from protection.listing_window r where r.listing_id = s.listing_id) as releases,
  (select f.content from protection.feed_entry f where f.listing_id = s.listing_id order by f.number desc limit 1) as told
from protection.listing_standing s
join repertoire.work w on w.work_id = s.work_id
join repertoire.work_title t on t.work_id = s.work_id and t.ordinal = 0
left join protection.listing_event o on o.listing_id = s.listing_id and o.authority is not null
cross join lateral (
  select max(x.value) filter (where x.scheme = 'eidr') as eidr, max(x.value) filter (where x.scheme = 'isan') as isan,
    max(x.value) filter (where x.scheme = 'imdb') as imdb
  from repertoire.work_identifier x where x.work_id = s.work_id
) i
where s.state in ('listed', 'window', 'ended', 'delisted') and ($1::integer[] is null or s.listing_id = any ($1))
order by s.listing_id
