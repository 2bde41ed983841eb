import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Fault } from '../../platform/csv/fault.js';
import type { Tx } from '../../platform/database/database.js';
import {
  ClaimsService,
  DisputesService,
  type ImportPlan,
  planClaims,
  planParties,
  planWorks,
  WorksService,
} from '../../repertoire/index.js';
import { FolderFaultsError } from '../faults.js';
import type { Masters } from '../masters/masters.js';
import { type Counted, differs } from './differences.js';

/** Parties, works and claims of a folder, into a society that may have some of them. */
@Injectable()
export class ImportRepertoire {
  constructor(
    private readonly works: WorksService,
    private readonly claims: ClaimsService,
    private readonly disputes: DisputesService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Adds what is not there. Shares that come to more than 100 % open disputes, as over HTTP.
   * @returns rows by file, and how many disputes were opened
   * @throws folder-has-faults: what is there and differs
   */
  async take(
    tx: Tx,
    actor: Actor,
    masters: Masters,
    reason: string,
  ): Promise<{ counts: Record<string, Counted>; disputes: number }> {
    const faults: Fault[] = [];
    const parties = await planParties(tx, masters.parties);
    const partyLines = new Map(masters.parties.rows.map(({ line, cells }) => [cells.party_id, line]));
    faults.push(...differences('parties.csv', parties, partyLines));
    const works = await planWorks(tx, this.works, actor.scope.society, masters.works, faults);
    const workLines = new Map(masters.works.rows.map(({ line, cells }) => [cells.work_id, line]));
    faults.push(...differences('works.csv', works, workLines));
    if (faults.length > 0) throw new FolderFaultsError(faults);
    await parties.apply(tx, 0);
    await works.apply(tx, 0);
    const claims = await planClaims(tx, this.claims, masters.claims, faults);
    const claimLines = new Map(masters.claims.rows.map(({ line, cells }) => [cells.claim_id, line]));
    faults.push(...differences('claims.csv', claims, claimLines));
    if (faults.length > 0) throw new FolderFaultsError(faults);
    await claims.apply(tx, 0);
    const deeds = [parties, works, claims].flatMap((plan) => plan.deeds);
    await this.audit.recordAll(
      tx,
      actor.id,
      deeds.map((deed) => ({ ...deed, reason })),
    );
    const conflicts =
      claims.workIds.length > 0 ? await this.disputes.review(tx, claims.workIds, { actor, reason }) : [];
    const opened = new Set(conflicts.filter(({ opened }) => opened).map(({ disputeId }) => disputeId));
    return {
      counts: { 'parties.csv': counted(parties), 'works.csv': counted(works), 'claims.csv': counted(claims) },
      disputes: opened.size,
    };
  }
}

function counted({ created, same }: ImportPlan): Counted {
  return { created, same };
}

/** Rows that the plan would change. */
function differences(file: string, { deeds }: ImportPlan, lines: ReadonlyMap<string, number>): Fault[] {
  return deeds.flatMap(({ subject, before, after }) =>
    before === undefined || after === undefined ? [] : [differs({ file, line: lines.get(subject)! }, before, after)],
  );
}
