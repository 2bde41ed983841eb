import { Injectable } from '@nestjs/common';
import { numberOf } from '../../platform/row-number.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Fault } from '../../platform/csv/fault.js';
import { type Columns, readTableFile, type Table, unknownColumns } from '../../platform/csv/table.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import type { Upload } from '../../platform/http/caller.js';
import { ClaimsService } from '../claims/claims.service.js';
import { type ClaimConflict, DisputesService } from '../disputes/disputes.service.js';
import { MoneyAtStake, type RightOfWork, stakeKey } from '../disputes/money-at-stake.js';
import { checkClaimKeys, CLAIM_COLUMNS, neverInForce } from '../files/claims.js';
import { checkMandates, MANDATE_COLUMNS } from '../files/mandates.js';
import { doubtfulPartyIdentifiers, keysOfParties, PARTY_COLUMNS } from '../files/parties.js';
import { keysOfWorks, WORK_COLUMNS } from '../files/works.js';
import { MandatesService } from '../mandates/mandates.service.js';
import { WorksService } from '../works/works.service.js';
import type {
  ImportConflict,
  ImportFault,
  ImportKind,
  ImportOptions,
  ImportPage,
  ImportQuery,
  ImportReport,
  ImportView,
} from './import.dto.js';
import { IMPORT_VIEW, importList, type ImportRow, importView } from './import-list.js';
import type { ImportPlan } from './import-plan.js';
import { ImportFaultsError, importNotFound, importTooLarge, MOST_TOLD, nothingToApprove } from './imports.errors.js';
import { planClaims } from './plan-claims.js';
import { planMandates } from './plan-mandates.js';
import { planParties } from './plan-parties.js';
import { planWorks } from './plan-works.js';

/** Some half a million claims. The rows stand in memory while they are compared. */
const MOST_BYTES = 64 * 1024 ** 2;

/** A file as it was understood. */
interface Read {
  faults: Fault[];
  warnings: Fault[];
  plan: ImportPlan | undefined;
}

/** Files of the repertoire, taken as a whole or not at all. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly works: WorksService,
    private readonly claims: ClaimsService,
    private readonly mandates: MandatesService,
    private readonly disputes: DisputesService,
    private readonly money: MoneyAtStake,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: ImportQuery, csv: boolean): Promise<ImportPage | CsvAnswer> {
    return answerList(tx, importList(query), query, csv, importView);
  }

  /** @throws import-not-found */
  async get(tx: Tx, id: string): Promise<ImportView> {
    return importView(await this.#find(tx, id));
  }

  /**
   * Takes a file in, or tries it: a dry run does the same and is then undone, so that it tells exactly what would be.
   * @throws import-has-faults, import-too-large, and what the database refuses
   */
  async take(tx: Tx, actor: Actor, { kind, dryRun }: ImportOptions, upload: Upload): Promise<ImportReport> {
    if (upload.bytes > MOST_BYTES) throw importTooLarge(MOST_BYTES);
    const { faults, warnings, plan } = await this.#read(tx, actor, kind, upload);
    const report: ImportReport = {
      ...{ id: null, kind, dryRun, fileSha256: upload.sha256 },
      ...{ created: plan?.created ?? 0, changed: plan?.changed ?? 0, same: plan?.same ?? 0 },
      ...{ faults: faults.slice(0, MOST_TOLD).map(faultView), faultCount: faults.length },
      ...{ warnings: warnings.slice(0, MOST_TOLD).map(faultView), conflicts: [], conflictCount: 0 },
    };
    if (plan === undefined || faults.length > 0) {
      if (dryRun) return report;
      throw new ImportFaultsError(faults);
    }
    await tx.query('savepoint import');
    const done = await this.#store(tx, actor, report, plan);
    if (dryRun) await tx.query('rollback to savepoint import');
    const shown = dryRun ? { ...done, id: null, conflicts: done.conflicts.map(undone) } : done;
    return { ...report, ...shown };
  }

  /** Brings the mandates of an import into force: another person than the one who sent it. @throws import-approved */
  async approve(tx: Tx, actor: Actor, id: string, reason: string): Promise<ImportView> {
    const found = await this.#find(tx, id);
    const waiting = await tx.query<{ mandate_id: number; code: string }[]>(
      `select m.mandate_id, m.code from repertoire.mandate m
       join repertoire.mandate_standing s on s.mandate_id = m.mandate_id
       where m.import_id = $1 and m.kind = 'mandate' and s.state = 'signed' order by m.code`,
      [found.import_id],
    );
    if (waiting.length === 0) throw nothingToApprove(id);
    const ids = waiting.map(({ mandate_id }) => mandate_id);
    await this.mandates.activate(tx, ids, null, { role: 'AP', actor: actor.id, reason });
    const states = { before: { state: 'signed' }, after: { state: 'active' } };
    await this.audit.recordAll(tx, actor.id, [
      { action: 'import.approved', subject: `import ${id}`, reason, after: { mandates: ids.length } },
      ...waiting.map(({ code }) => ({ action: 'mandate.approved', subject: code, reason, ...states })),
    ]);
    return this.get(tx, id);
  }

  async #store(
    tx: Tx,
    actor: Actor,
    { kind, fileSha256, created, changed, same }: ImportReport,
    plan: ImportPlan,
  ): Promise<Pick<ImportReport, 'id' | 'conflicts' | 'conflictCount'>> {
    const [row] = await tx.query<{ import_id: number }[]>(
      `insert into repertoire.import (kind, file_sha256, created, changed, same, imported_by)
       values ($1, decode($2, 'hex'), $3, $4, $5, $6) returning import_id`,
      [kind, fileSha256, created, changed, same, actor.id],
    );
    const importId = row!.import_id;
    const reason = `import ${importId}`;
    await plan.apply(tx, importId);
    const figures = { kind, fileSha256, created, changed, same };
    await this.audit.recordAll(tx, actor.id, [
      { action: 'import.taken', subject: reason, after: figures },
      ...plan.deeds.map((deed) => ({ ...deed, reason })),
    ]);
    const found = plan.workIds.length > 0 ? await this.disputes.review(tx, plan.workIds, { actor, reason }) : [];
    const conflicts = openedBy(found);
    const told = await this.#withMoney(tx, conflicts.slice(0, MOST_TOLD));
    return { id: String(importId), conflicts: told, conflictCount: conflicts.length };
  }

  async #withMoney(tx: Tx, conflicts: readonly Opened[]): Promise<ImportConflict[]> {
    const rows = await tx.query<(RightOfWork & { id: string; work: string })[]>(
      `select d.dispute_id::text as id, d.work_id as "workId", w.code as work, d."right"
       from repertoire.dispute d join repertoire.work w on w.work_id = d.work_id where d.dispute_id = any ($1::integer[])`,
      [conflicts.map(({ dispute }) => dispute)],
    );
    const stakes = await this.money.of(tx, rows, 'at all');
    const rights = new Map(rows.map((row) => [row.id, row]));
    return conflicts.map(({ dispute, claims, overlaps }) => {
      const about = rights.get(dispute)!;
      const { work, right } = about;
      return { dispute, work, right, claims, overlaps, atStake: [...(stakes.get(stakeKey(about)) ?? [])] };
    });
  }

  /** What the file says and what it would change, or what is wrong with it. */
  #read(tx: Tx, actor: Actor, kind: ImportKind, upload: Upload): Promise<Read> {
    const { society } = actor.scope;
    switch (kind) {
      case 'parties':
        return readPlan(upload, 'parties.csv', PARTY_COLUMNS, {
          check: (table, faults) => void keysOfParties(table, faults),
          warn: doubtfulPartyIdentifiers,
          plan: (table) => planParties(tx, table),
        });
      case 'works':
        return readPlan(upload, 'works.csv', WORK_COLUMNS, {
          check: (table, faults) => void keysOfWorks(table, faults),
          plan: (table, faults) => planWorks(tx, this.works, society, table, faults),
        });
      case 'claims':
        return readPlan(upload, 'claims.csv', CLAIM_COLUMNS, {
          check: checkClaimKeys,
          warn: neverInForce,
          plan: (table, faults) => planClaims(tx, this.claims, table, faults),
        });
      case 'mandates':
        return readPlan(upload, 'mandates.csv', MANDATE_COLUMNS, {
          check: checkMandates,
          plan: (table, faults) =>
            planMandates(tx, this.mandates, table, { role: 'RO', actor: actor.id, reason: 'imported' }, faults),
        });
    }
  }

  async #find(tx: Tx, id: string): Promise<ImportRow> {
    const [row] = await tx.query<ImportRow[]>(`${IMPORT_VIEW} where i.import_id = $1`, [numberOf(id)]);
    if (row === undefined) throw importNotFound(id);
    return row;
  }
}

interface Reader<C extends Columns> {
  /** Faults of the file by itself. */
  check(table: Table<C>, faults: Fault[]): void;
  warn?(table: Table<C>): Fault[];
  /** Faults against what the society has, and what is to be done. */
  plan(table: Table<C>, faults: Fault[]): Promise<ImportPlan>;
}

async function readPlan<C extends Columns>(upload: Upload, file: string, columns: C, reader: Reader<C>): Promise<Read> {
  const faults: Fault[] = [];
  const table = await readTableFile({ path: upload.path, gzip: true }, file, columns, faults);
  reader.check(table, faults);
  const warnings = unknownColumns(file, table.unknownColumns);
  // Rows with faults of their own cannot be compared with anything.
  if (faults.length > 0) return { faults, warnings, plan: undefined };
  warnings.push(...(reader.warn?.(table) ?? []));
  const plan = await reader.plan(table, faults);
  return { faults, warnings, plan };
}

type Opened = Pick<ImportConflict, 'claims' | 'overlaps'> & { dispute: string };

function openedBy(found: readonly ClaimConflict[]): Opened[] {
  const byDispute = new Map<number, Opened>();
  for (const { disputeId, claim, opened, overlaps } of found) {
    if (!opened) continue;
    const known = byDispute.get(disputeId) ?? { dispute: String(disputeId), claims: [], overlaps: [] };
    known.claims.push(claim);
    const more = overlaps.filter(
      (one) => !known.overlaps.some((other) => JSON.stringify(other) === JSON.stringify(one)),
    );
    known.overlaps.push(...more);
    byDispute.set(disputeId, known);
  }
  return [...byDispute.values()];
}

function undone(conflict: ImportConflict): ImportConflict {
  return { ...conflict, dispute: null };
}

function faultView({ line, column, code, message }: Fault): ImportFault {
  return { line: line ?? null, column: column ?? null, code: code ?? 'doubtful', message };
}
