-- Where COPY puts rows on their way in: it refuses tables with row-level security, and a temporary table is
-- the transaction's own. Nothing here is ever read by anyone else.
create temporary table if not exists incoming_line (
  line_id bigint, item_id bigint, use_id bigint, used_on date, quantity numeric
) on commit drop;
create temporary table if not exists incoming_item (
  item_id bigint, licensee_id integer, resource_id text, title text, year text, title_key text,
  year_number integer, eidr text, isan text, imdb text
) on commit drop;
create temporary table if not exists incoming_use (
  use_id bigint, licence_id integer, use_type text collate "C", territory text collate "C"
) on commit drop;
create temporary table if not exists incoming_rejection (line_id bigint, code text, message text) on commit drop;
