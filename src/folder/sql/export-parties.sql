-- parties.csv of an export: whoever has a claim in a used work.
select p.code as party_id, p.name, p.kind, p.country, p.ipi_name_number, p.isni, p.payout_currency
from repertoire.party p
where p.party_id in (select c.party_id from repertoire.claim c join export_claim e on e.claim_id = c.claim_id)
order by p.code
