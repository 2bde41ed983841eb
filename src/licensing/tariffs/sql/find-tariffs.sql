-- Published tariff versions of society $1 that are in force on day $2; right $3, use type $4 and territory $5 narrow
-- them where they are not null. A row is a version with its tariff and the days on which it is in force.
select v.tariff_version_id as "tariffVersionId", v.tariff_id as "tariffId", t.code, t.name, v.version, v."right",
  v.use_types as "useTypes", v.territories_except as "territoriesExcept", v.territory_codes as "territoryCodes",
  v.currency, v.formula, v.resolution_number as "resolutionNumber",
  to_char(v.resolution_on, 'YYYY-MM-DD') as "resolutionOn",
  to_char(v.valid_from, 'YYYY-MM-DD') as "validFrom", to_char(v.last_day, 'YYYY-MM-DD') as "lastDay"
from licensing.published_tariff v
join licensing.tariff t on t.tariff_id = v.tariff_id
where v.society_id = $1
  and $2::date between v.valid_from and coalesce(v.last_day, $2::date)
  and ($3::text is null or v."right" = $3)
  and ($4::text is null or $4 = any (v.use_types))
  and ($5::text is null or ($5 = any (v.territory_codes)) <> v.territories_except)
order by t.code
