import { parseShare } from '../../kernel/share.js';
import { CLAIM_ROLES, CLAIM_STATUSES, RIGHTS } from '../../kernel/vocabulary.js';
import type { NewClaim } from '../../repertoire/index.js';
import type { Fault } from '../faults.js';
import type { FolderFiles } from '../folder-files.js';
import { day, id, oneOf, optional, parsedBy, required, territories, withDefault, WORLD } from './cells.js';
import { readTable, type Table } from './table.js';
import { Keys } from './unique.js';

const FILE = 'claims.csv';

const CLAIM_COLUMNS = {
  claim_id: required(id),
  work_id: required(id),
  party_id: required(id),
  right: required(oneOf(RIGHTS)),
  share: required(parsedBy(parseShare, 'a share: a percent above 0 and at most 100, with at most 6 decimals')),
  role: optional(oneOf(CLAIM_ROLES)),
  territories: withDefault(territories, WORLD),
  valid_from: optional(day),
  valid_to: optional(day),
  status: withDefault(oneOf(CLAIM_STATUSES), 'asserted'),
};

export type ClaimTable = Table<typeof CLAIM_COLUMNS>;

export async function readClaims(files: FolderFiles, works: Keys, parties: Keys, faults: Fault[]): Promise<ClaimTable> {
  const table = await readTable(files, FILE, CLAIM_COLUMNS, { required: true }, faults);
  const keys = new Keys(FILE, 'claim_id', faults);
  for (const { line, cells } of table.rows) {
    keys.add(cells.claim_id, line);
    works.refer(cells.work_id, FILE, line, 'work_id');
    parties.refer(cells.party_id, FILE, line, 'party_id');
  }
  return table;
}

/** A claim that ends before it starts earns nothing, and nobody means that; it breaks no rule either. */
export function neverInForce({ rows }: ClaimTable): Fault[] {
  return rows
    .filter(({ cells }) => cells.valid_from && cells.valid_to && cells.valid_to < cells.valid_from)
    .map(({ line, cells }) => ({
      file: FILE,
      line,
      column: 'valid_to',
      message: `${cells.valid_to} lies before valid_from ${cells.valid_from}; the claim is never in force`,
    }));
}

export function claimsOf(
  { rows }: ClaimTable,
  workIds: ReadonlyMap<string, number>,
  partyIds: ReadonlyMap<string, number>,
): NewClaim[] {
  return rows.map(({ cells }) => ({
    code: cells.claim_id,
    workId: workIds.get(cells.work_id)!,
    partyId: partyIds.get(cells.party_id)!,
    right: cells.right,
    share: cells.share,
    role: cells.role,
    territoriesExcept: cells.territories.except,
    territoryCodes: cells.territories.codes,
    validFrom: cells.valid_from,
    validTo: cells.valid_to,
    status: cells.status,
  }));
}
