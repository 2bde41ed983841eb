import type { ListPlan } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import type { ExportedFolderQuery, ExportedFolderRow } from './exported-folder.dto.js';

export const EXPORTED_FOLDERS = `
  select exported_folder_id as id, distribution_id as distribution, bytes, sha256, renamed, exported_by as "exportedBy",
    exported_at as "exportedAt"
  from folder.exported_folder`;

export function exportedFolderList({ distribution }: ExportedFolderQuery): ListPlan<ExportedFolderRow> {
  return {
    select: `${EXPORTED_FOLDERS} where $1::integer is null or distribution_id = $1`,
    parameters: [distribution === undefined ? null : numberOf(distribution)],
    // Numbers are given in the order of time.
    sorts: { exported: { column: 'id', type: 'integer' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'exported-folders.csv',
      columns: ['id', 'distribution', 'bytes', 'sha256', 'renamed', 'exported_by', 'exported_at'],
      cells: (row) => [
        ...[row.id, row.distribution, row.bytes, row.sha256, row.renamed, row.exportedBy],
        row.exportedAt.toISOString(),
      ],
    },
  };
}
