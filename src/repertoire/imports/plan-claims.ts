import { formatTerritories } from '../../kernel/territory.js';
import type { Fault } from '../../platform/csv/fault.js';
import type { Tx } from '../../platform/database/database.js';
import { ClaimsService, type NewClaim } from '../claims/claims.service.js';
import { CLAIMS_FILE, claimsOf, type ClaimTable } from '../files/claims.js';
import { compare, type ImportPlan, numbersOf, unknownReference } from './import-plan.js';

interface KnownClaim extends NewClaim {
  claimId: number;
}

const COLUMN_OF = {
  role: 'role',
  territoriesExcept: 'territories',
  territoryCodes: 'territories',
  validFrom: 'valid_from',
  validTo: 'valid_to',
  status: 'status',
} as const;

/**
 * Claims, new or changed: a changed one closes its row and adds one, as over HTTP. A claim keeps its work, its party and
 * its right. Of one that is known, a column that the file lacks stays as it is.
 * @param faults every fault that is found is added
 */
export async function planClaims(
  tx: Tx,
  claims: ClaimsService,
  table: ClaimTable,
  faults: Fault[],
): Promise<ImportPlan> {
  const codes = (column: 'work_id' | 'party_id') => table.rows.map(({ cells }) => cells[column]);
  const works = await numbersOf(tx, 'work', codes('work_id'));
  const parties = await numbersOf(tx, 'party', codes('party_id'));
  for (const { line, cells } of table.rows) {
    if (!works.has(cells.work_id)) faults.push(unknownReference(CLAIMS_FILE, line, 'work_id', cells.work_id));
    if (!parties.has(cells.party_id)) faults.push(unknownReference(CLAIMS_FILE, line, 'party_id', cells.party_id));
  }
  const rows = claimsOf(table, works, parties);
  const known = await findKnown(
    tx,
    rows.map(({ code }) => code),
  );
  const before = new Map(known.map((claim) => [claim.code, claim]));
  for (const [index, row] of rows.entries()) {
    const was = before.get(row.code);
    if (was !== undefined) checkKept(row, was, table.rows[index]!.line, faults);
  }
  const { created, changed, same } = compare(
    rows.map((row) => merge(row, before.get(row.code), table.columns)),
    known,
    termsOf,
  );
  return {
    ...{ created: created.length, changed: changed.length, same },
    workIds: [...new Set([...created, ...changed.map(({ next }) => next)].map(({ workId }) => workId))],
    deeds: [
      ...created.map((claim) => ({ action: 'claim.asserted', subject: claim.code, after: seenOf(claim) })),
      ...changed.map(({ next, known: was }) => ({
        ...{ action: 'claim.changed', subject: next.code },
        ...{ before: seenOf(was), after: seenOf(next) },
      })),
    ],
    async apply() {
      await claims.close(
        tx,
        changed.map(({ known: { claimId } }) => claimId),
      );
      await claims.add(tx, [...created, ...changed.map(({ next }) => next)]);
    },
  };
}

/** As they are known now, and locked: nobody changes them until the import is done. */
function findKnown(tx: Tx, codes: readonly string[]): Promise<KnownClaim[]> {
  return tx.query<KnownClaim[]>(
    `select claim_id as "claimId", code, work_id as "workId", party_id as "partyId", "right", trim_scale(share)::text as share,
       role, territories_except as "territoriesExcept", territory_codes as "territoryCodes", valid_from::text as "validFrom",
       valid_to::text as "validTo", status
     from repertoire.claim where code = any ($1) and superseded_at is null
     order by claim_id for no key update`,
    [codes],
  );
}

function checkKept(row: NewClaim, was: KnownClaim, line: number, faults: Fault[]): void {
  const kept = { work_id: 'workId', party_id: 'partyId', right: 'right' } as const;
  for (const [column, field] of Object.entries(kept)) {
    // An unknown reference has a fault of its own.
    if (row[field] === undefined || row[field] === was[field]) continue;
    const message = 'is another than the claim has, and a claim keeps it; withdraw the claim and assert a new one';
    faults.push({ file: CLAIMS_FILE, line, column, code: 'claim_differs', message });
  }
}

function merge(row: NewClaim, was: KnownClaim | undefined, columns: ReadonlySet<string>): NewClaim {
  if (was === undefined) return row;
  const absent = Object.entries(COLUMN_OF).filter(([, column]) => !columns.has(column));
  return { ...row, ...Object.fromEntries(absent.map(([field]) => [field, was[field as keyof NewClaim]])) };
}

function termsOf(claim: NewClaim): unknown {
  const { share, role, territoriesExcept, territoryCodes, validFrom, validTo, status } = claim;
  return [share, role, territoriesExcept, territoryCodes, validFrom, validTo, status];
}

function seenOf({ right, share, role, territoriesExcept, territoryCodes, validFrom, validTo, status }: NewClaim) {
  const territories = formatTerritories({ except: territoriesExcept, codes: territoryCodes });
  return { right, share, role, territories, validFrom, validTo, status };
}
