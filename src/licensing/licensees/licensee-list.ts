import type { ListPlan } from '../../platform/http/list.js';
import type { LicenseeQuery, LicenseeView } from './licensee.dto.js';

/** One row a licensee, as its view has it. */
export const LICENSEE_VIEW = `
  select n.name as id, n.legal_name as "legalName", n.country, n.registration_number as "registrationNumber",
    (select count(*)::integer from licensing.licence l
      join licensing.licence_standing s on s.licence_id = l.licence_id and s.state = 'active'
      where l.licensee_id = n.licensee_id) as "activeLicences",
    n.version
  from licensing.licensee n`;

export function licenseeList({ q, country }: LicenseeQuery): ListPlan<LicenseeView> {
  return {
    select: `${LICENSEE_VIEW}
      where ($1::text is null or strpos(lower(n.name), lower($1)) > 0 or strpos(lower(n.legal_name), lower($1)) > 0)
        and ($2::text is null or n.country = $2)`,
    parameters: [q ?? null, country ?? null],
    sorts: { id: { column: 'id', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'licensees.csv',
      columns: ['id', 'legalName', 'country', 'registrationNumber', 'activeLicences'],
      cells: ({ id, legalName, country, registrationNumber, activeLicences }) => [
        ...[id, legalName, country, registrationNumber, activeLicences],
      ],
    },
  };
}
