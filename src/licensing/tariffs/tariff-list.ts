import type { ListPlan } from '../../platform/http/list.js';
import {
  type TariffQuery,
  type TariffRow,
  type TariffVersionQuery,
  type TariffVersionRow,
  TariffVersionView,
} from './tariff.dto.js';

/** One row a tariff. */
export const TARIFF_VIEW = `
  select t.code as id, t.name, t.name collate "C" as by_name,
    (select count(*)::integer from licensing.tariff_version v where v.tariff_id = t.tariff_id) as versions,
    (select p.tariff_version_id from licensing.published_tariff p
      where p.tariff_id = t.tariff_id and current_date between p.valid_from and coalesce(p.last_day, current_date)) as "inForce"
  from licensing.tariff t`;

export function tariffList({ q }: TariffQuery): ListPlan<TariffRow> {
  return {
    select: `${TARIFF_VIEW} where $1::text is null or t.code = $1 or strpos(lower(t.name), lower($1)) > 0`,
    parameters: [q ?? null],
    sorts: { id: { column: 'id', type: 'text' }, name: { column: 'by_name', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'tariffs.csv',
      columns: ['id', 'name', 'versions', 'inForce'],
      cells: ({ id, name, versions, inForce }) => [id, name, versions, inForce],
    },
  };
}

/** One row a version. */
export const TARIFF_VERSION_VIEW = `
  select v.tariff_version_id as id, t.code as tariff, v.version as "versionNumber", s.state, s.steps, v."right",
    v.use_types as "useTypes", v.territories_except as "territoriesExcept", v.territory_codes as "territoryCodes", v.currency,
    v.formula, v.resolution_number as "resolutionNumber", v.resolution_on::text as "resolutionOn",
    p.valid_from::text as "validFrom", p.last_day::text as "lastDay"
  from licensing.tariff_version v
  join licensing.tariff t on t.tariff_id = v.tariff_id
  join licensing.tariff_standing s on s.tariff_version_id = v.tariff_version_id
  left join licensing.published_tariff p on p.tariff_version_id = v.tariff_version_id`;

export function tariffVersionList({ tariff, state, right }: TariffVersionQuery): ListPlan<TariffVersionRow> {
  return {
    select: `${TARIFF_VERSION_VIEW}
      where ($1::text is null or t.code = $1) and ($2::text is null or s.state = $2) and ($3::text is null or v."right" = $3)`,
    parameters: [tariff ?? null, state ?? null, right ?? null],
    sorts: { id: { column: 'id', type: 'integer' }, tariff: { column: 'tariff', type: 'text' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'tariff-versions.csv',
      columns: [
        ...['id', 'tariff', 'versionNumber', 'state', 'right', 'useTypes', 'territories', 'currency', 'formula'],
        ...['resolutionNumber', 'resolutionOn', 'validFrom', 'lastDay'],
      ],
      cells: (row) => {
        const view = TariffVersionView.from(row);
        return [
          ...[view.id, view.tariff, view.versionNumber, view.state, view.right, view.useTypes.join(' ')],
          ...[view.territories, view.currency, JSON.stringify(view.formula), view.resolutionNumber],
          ...[view.resolutionOn, view.validFrom, view.lastDay],
        ];
      },
    },
  };
}
