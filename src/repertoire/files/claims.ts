import { parseShare } from '../../kernel/share.js';
import { CLAIM_ROLES, CLAIM_STATUSES, RIGHTS } from '../../kernel/vocabulary.js';
import {
  day,
  id,
  oneOf,
  optional,
  parsedBy,
  required,
  territories,
  withDefault,
  WORLD,
} from '../../platform/csv/cells.js';
import type { Fault } from '../../platform/csv/fault.js';
import { Keys } from '../../platform/csv/keys.js';
import type { Table } from '../../platform/csv/table.js';
import type { NewClaim } from '../claims/claims.service.js';

export const CLAIMS_FILE = 'claims.csv';

export const CLAIM_COLUMNS = {
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

/** No key stands twice. @param faults every fault that is found is added */
export function checkClaimKeys({ rows }: ClaimTable, faults: Fault[]): void {
  const keys = new Keys(CLAIMS_FILE, 'claim_id', faults);
  for (const { line, cells } of rows) keys.add(cells.claim_id, line);
}

/** What claims refer to stands in the other files. */
export function checkClaimReferences({ rows }: ClaimTable, works: Keys, parties: Keys): void {
  for (const { line, cells } of rows) {
    works.refer(cells.work_id, CLAIMS_FILE, line, 'work_id');
    parties.refer(cells.party_id, CLAIMS_FILE, line, 'party_id');
  }
}

/** A claim that ends before it starts earns nothing, and nobody means that; it breaks no rule either. */
export function neverInForce({ rows }: ClaimTable): Fault[] {
  return rows
    .filter(({ cells }) => cells.valid_from && cells.valid_to && cells.valid_to < cells.valid_from)
    .map(({ line, cells }) => ({
      file: CLAIMS_FILE,
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
