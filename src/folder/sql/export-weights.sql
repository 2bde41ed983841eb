-- weights.csv of an export. The distribution is the setting app.distribution.
select w.dimension, w.key, trim_scale(w.weight) as weight
from distribution.distribution r
join distribution.weight w on w.rule_set_id = r.rule_set_id
where r.distribution_id = current_setting('app.distribution')::integer
order by w.dimension, w.key
