-- One licence $2 of society $1 with its terms and where it stands; the columns of terms are null if it was imported.
select l.licence_id as "licenceId", l.code, l.licensee_id as "licenseeId", n.name as licensee,
  coalesce(n.legal_name, n.name) as "licenseeName",
  l.use_types as "useTypes", l.territories_except as "territoriesExcept", l.territory_codes as "territoryCodes",
  to_char(l.valid_from, 'YYYY-MM-DD') as "validFrom", to_char(l.valid_to, 'YYYY-MM-DD') as "validTo",
  l.currency, l.metric, s.state, s.steps, s.imported,
  m.quote_id as "quoteId", m.application_id as "applicationId", m.exclusive,
  m.report_every_months as "reportEveryMonths", l.statement_consent as "statementConsent",
  m.renews_licence_id as "renewsLicenceId"
from licensing.licence l
join licensing.licensee n on n.licensee_id = l.licensee_id
join licensing.licence_standing s on s.licence_id = l.licence_id
left join licensing.licence_terms m on m.licence_id = l.licence_id
where l.society_id = $1 and l.licence_id = $2
