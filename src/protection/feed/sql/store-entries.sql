-- Adds entries $1 (JSON: listingId, text) after the last one, in their order. A row is one of them with its number.
insert into protection.feed_entry (number, listing_id, content)
select (select coalesce(max(f.number), 0) from protection.feed_entry f) + e.place, (e.entry ->> 'listingId')::integer,
  e.entry ->> 'text'
from jsonb_array_elements($1::jsonb) with ordinality as e(entry, place)
order by e.place
returning listing_id as "listingId", number
