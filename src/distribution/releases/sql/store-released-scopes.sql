-- Contract ¶5: where the same claims are in force on what is held. $1 the adjustment. One row for each scope; usage that was
-- identified since the adjusted distribution is held as unidentified, whatever a release has called it in between.
insert into distribution.scope
  (society_id, work_id, distribution_id, "right", segment, place, matched_after, matched_until, held_as)
select d.society_id, s.work_id, d.distribution_id, s."right", s.segment, s.place, s.matched_after, s.matched_until, s.held_as
from release_scope s
join distribution.distribution d on d.distribution_id = $1
