import { sqlFile } from '../../platform/database/sql-file.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { PublishedTariff, TariffSearch } from './tariffs.service.js';

const FIND_TARIFFS = sqlFile(import.meta.url, 'sql/find-tariffs.sql');

/** The versions in force on a day, as TariffsService finds them, in pages. */
export function publishedTariffList(
  society: number,
  { day, right, useType, territory }: TariffSearch,
): ListPlan<PublishedTariff> {
  return {
    select: FIND_TARIFFS,
    parameters: [society, day, right ?? null, useType ?? null, territory ?? null],
    sorts: { tariff: { column: 'code', type: 'text' } },
    id: { column: 'code', type: 'text' },
    csv: { name: 'tariffs.csv', columns: ['tariff', 'name'], cells: ({ code, name }) => [code, name] },
  };
}
