-- Films on the list now that bear identifier $2 of scheme $1, or with scheme "title" a title that is like $2, whose pieces
-- are $3: as many pieces of both in common as $4 of them all, at least. $5: of one source alone. At most $6.
-- A row is the last entry of a listing, what was compared, and how like it is.
with alike as (
  select n.number, case when n.value = $2 then 1 else round(2.0 * c.pieces / (n.grams + cardinality($3::text[])), 3) end as likeness
  from (
    select g.number, g.line, count(*) as pieces from protection.listed_gram g where g.gram = any ($3::text[])
    group by g.number, g.line
  ) c
  join protection.listed_name n on n.number = c.number and n.line = c.line
  union all
  select n.number, 1 from protection.listed_name n where n.scheme = $1 and n.value = $2
), best as (
  select number, max(likeness) as likeness from alike where likeness >= $4::numeric group by number
)
select e.number, e.published_at as "publishedAt", e.content, $1 as by, b.likeness::text as likeness
from best b
join protection.feed_entry e on e.number = b.number
where e.content::json ->> 'state' in ('listed', 'window') and ($5::text is null or e.content::json ->> 'source' = $5)
  and not exists (select from protection.feed_entry l where l.listing_id = e.listing_id and l.number > e.number)
order by b.likeness desc, e.number
limit $6
