insert into usage.rejected_line (line_id, code, message)
select line_id, code, message
from incoming_rejection;
truncate incoming_rejection
