insert into usage.reported_item
  (item_id, licensee_id, resource_id, title, year, title_key, year_number, eidr, isan, imdb)
select item_id, licensee_id, resource_id, title, year, title_key, year_number, eidr, isan, imdb
from incoming_item;
truncate incoming_item
