insert into usage.reported_use (use_id, licence_id, use_type, territory)
select use_id, licence_id, use_type, territory
from incoming_use;
truncate incoming_use
