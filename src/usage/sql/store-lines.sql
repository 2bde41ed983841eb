-- Names the society, since computing its default for each row is a quarter of the cost of storing a line.
insert into usage.usage_line (society_id, line_id, item_id, use_id, used_on, quantity)
select (select current_setting('app.society')::integer), line_id, item_id, use_id, used_on, quantity
from incoming_line;
truncate incoming_line
