import type { ListPlan } from '../../platform/http/list.js';
import { type RuleSetRow, RuleSetView } from './rule-set.dto.js';

const COLUMNS = ['id', 'number', 'recordedBy', 'recordedAt', 'resolution', 'publishedBy', 'publishedAt'];

/** One row a rule set. */
export const RULE_SET_VIEW = `
  select r.rule_set_id::text as id, r.rule_set_id, r.version as number, r.recorded_by as "recordedBy",
    r.recorded_at as "recordedAt",
    (select coalesce(jsonb_agg(jsonb_build_object('id', d.code, 'kind', d.kind, 'percent', trim_scale(d.percent)::text,
        'licence', l.code) order by d.ordinal), '[]')
      from distribution.deduction d left join licensing.licence l on l.licence_id = d.licence_id
      where d.rule_set_id = r.rule_set_id) as deductions,
    (select coalesce(jsonb_agg(jsonb_build_object('dimension', w.dimension, 'key', w.key,
        'weight', trim_scale(w.weight)::text) order by w.dimension, w.key), '[]')
      from distribution.weight w where w.rule_set_id = r.rule_set_id) as weights,
    (select coalesce(jsonb_agg(jsonb_build_object('gate', g.gate, 'most', trim_scale(g.most)::text) order by g.gate), '[]')
      from distribution.gate_limit g where g.rule_set_id = r.rule_set_id) as gates,
    p.resolution, p.published_by as "publishedBy", p.published_at as "publishedAt"
  from distribution.rule_set r
  left join distribution.rule_set_publication p on p.rule_set_id = r.rule_set_id`;

export const RULE_SET_LIST: ListPlan<RuleSetRow> = {
  select: RULE_SET_VIEW,
  parameters: [],
  sorts: { number: { column: 'number', type: 'integer' } },
  id: { column: 'rule_set_id', type: 'integer' },
  csv: {
    name: 'rule-sets.csv',
    columns: COLUMNS,
    cells: (row) => {
      const { id, number, recordedBy, recordedAt, publication } = RuleSetView.from(row);
      const { resolution, publishedBy, publishedAt } = publication ?? {};
      return [id, number, recordedBy, recordedAt, resolution ?? null, publishedBy ?? null, publishedAt ?? null];
    },
  },
};
