import type { ListPlan } from '../../platform/http/list.js';
import type { ImportQuery, ImportView } from './import.dto.js';

const COLUMNS = [
  'id',
  'kind',
  'fileSha256',
  'created',
  'changed',
  'same',
  'importedBy',
  'importedAt',
  'awaitingApproval',
];

export interface ImportRow extends Omit<ImportView, 'id' | 'importedAt'> {
  import_id: number;
  importedAt: Date;
}

export const IMPORT_VIEW = `
  select i.import_id, i.kind, encode(i.file_sha256, 'hex') as "fileSha256", i.created, i.changed, i.same,
    i.imported_by as "importedBy", i.imported_at as "importedAt",
    (select count(*)::integer from repertoire.mandate m
     join repertoire.mandate_standing s on s.mandate_id = m.mandate_id
     where m.import_id = i.import_id and s.state = 'signed') as "awaitingApproval"
  from repertoire.import i`;

export function importList({ kind }: ImportQuery): ListPlan<ImportRow> {
  return {
    select: `${IMPORT_VIEW} where ($1::text is null or i.kind = $1)`,
    parameters: [kind ?? null],
    sorts: { id: { column: 'import_id', type: 'integer' } },
    id: { column: 'import_id', type: 'integer' },
    csv: {
      name: 'imports.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = importView(row);
        return [
          ...[view.id, view.kind, view.fileSha256, view.created, view.changed, view.same, view.importedBy],
          ...[view.importedAt, view.awaitingApproval],
        ];
      },
    },
  };
}

export function importView({ import_id, importedAt, ...row }: ImportRow): ImportView {
  const { kind, fileSha256, created, changed, same, importedBy, awaitingApproval } = row;
  return {
    ...{ id: String(import_id), kind, fileSha256, created, changed, same },
    ...{ importedBy, importedAt: importedAt.toISOString(), awaitingApproval },
  };
}
