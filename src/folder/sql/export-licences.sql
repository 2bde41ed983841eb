-- licences.csv of an export: those of its collections. The distribution is the setting app.distribution.
select l.code as licence_id, n.name as licensee, array_to_string(l.use_types, ' ') as use_types,
  case
    when l.territories_except then '*' || coalesce((select string_agg(' -' || x, '') from unnest(l.territory_codes) x), '')
    when l.territory_codes = '{}' then 'FR -FR'
    else array_to_string(l.territory_codes, ' ')
  end as territories,
  l.valid_from, l.valid_to, l.currency, l.metric
from licensing.licence l
join licensing.licensee n on n.licensee_id = l.licensee_id
where l.licence_id in (
  select c.licence_id
  from distribution.pool p
  join distribution.collection c on c.collection_id = p.collection_id
  where p.distribution_id = current_setting('app.distribution')::integer)
order by l.code
