-- claims.csv of an export. No codes without "except" cover nothing, which an expression says by excluding what it names.
select c.code as claim_id, w.code as work_id, p.code as party_id, c."right", trim_scale(c.share) as share, c.role,
  case
    when c.territories_except then '*' || coalesce((select string_agg(' -' || x, '') from unnest(c.territory_codes) x), '')
    when c.territory_codes = '{}' then 'FR -FR'
    else array_to_string(c.territory_codes, ' ')
  end as territories,
  c.valid_from, c.valid_to, c.status
from export_claim e
join repertoire.claim c on c.claim_id = e.claim_id
join repertoire.work w on w.work_id = c.work_id
join repertoire.party p on p.party_id = c.party_id
order by c.code
