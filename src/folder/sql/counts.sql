-- Counts of a run. $1 the society, $2 the distribution.
select
  (select count(*) from repertoire.party where society_id = $1) as parties,
  (select count(*) from repertoire.work where society_id = $1) as works,
  (select count(*) from repertoire.claim where society_id = $1 and superseded_at is null) as claims,
  (select count(*) from licensing.licence where society_id = $1) as licences,
  (select count(*) from distribution.pool where distribution_id = $2) as collections,
  (select coalesce(sum(lines), 0) from distribution.unidentified where distribution_id = $2) as unidentified,
  (select coalesce(sum(lines), 0) from distribution.cell where distribution_id = $2)
    + (select coalesce(sum(lines), 0) from distribution.unidentified where distribution_id = $2) as pooled
