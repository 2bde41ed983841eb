import { Injectable } from '@nestjs/common';
import { copyOut } from '../platform/database/copy-out.js';
import { setLocal, type Tx } from '../platform/database/database.js';
import { rowsOf } from '../platform/database/rows-of.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { PartyGroups } from './party-groups.js';
import { MOST_HELD, type StatementDeduction, type StatementHead } from './pdf/statement-document.js';
import { writeStatementFiles, type WrittenStatement } from './statement-files.js';
import { heldOf, type HeldRow, heldTotalOf, type HeldTotalRow, poolOf, type PoolRow } from './statement-rows.js';

const RELEASE_LINES = sqlFile(import.meta.url, 'sql/release-lines.sql');
const STATEMENT_LINES = sqlFile(import.meta.url, 'sql/statement-lines.sql');
const STATEMENT_POOLS = sqlFile(import.meta.url, 'sql/statement-pools.sql');
const POOL_DEDUCTIONS = sqlFile(import.meta.url, 'sql/pool-deductions.sql');
const HELD_FOR_PARTIES = sqlFile(import.meta.url, 'sql/held-for-parties.sql');
const HELD_TOTALS = sqlFile(import.meta.url, 'sql/held-totals.sql');

/** Statements of a distribution, party by party in code-point order of their ids (contract, Output). */
@Injectable()
export class StatementsService {
  /**
   * Writes the CSV of every party with an allocation, one file after the other. Until the last is written, the
   * transaction is not to be used for anything else.
   * @param directory exists and is empty
   * @param of what a run allocated, or what an adjustment released
   */
  async *writeCsvs(
    tx: Tx,
    distributionId: number,
    directory: string,
    of: 'run' | 'release' = 'run',
  ): AsyncGenerator<WrittenStatement> {
    await setLocal(tx, 'app.distribution', distributionId);
    yield* writeStatementFiles(copyOut(tx, of === 'run' ? STATEMENT_LINES : RELEASE_LINES), directory);
  }

  /** What the PDFs of a distribution show beside the lines. */
  async documents(tx: Tx, society: string, distributionId: number): Promise<StatementDocuments> {
    const rows = (await tx.query(POOL_DEDUCTIONS, [distributionId])) as DeductionRow[];
    const deductions = new Map<number, StatementDeduction[]>();
    for (const { collection_number: collection, code, kind, percent, amount } of rows) {
      const taken = deductions.get(collection) ?? [];
      taken.push({ code, kind, percent, amount: BigInt(amount) });
      deductions.set(collection, taken);
    }
    return new StatementDocuments(
      society,
      deductions,
      new PartyGroups(rowsOf<PoolRow>(tx, STATEMENT_POOLS, [distributionId])),
      new PartyGroups(rowsOf<HeldRow>(tx, HELD_FOR_PARTIES, [distributionId, MOST_HELD])),
      new PartyGroups(rowsOf<HeldTotalRow>(tx, HELD_TOTALS, [distributionId])),
    );
  }
}

interface DeductionRow {
  collection_number: number;
  code: string;
  kind: string;
  percent: string;
  amount: string;
}

/** Makes the heads of written statements, which must come in their order. */
export class StatementDocuments {
  constructor(
    private readonly society: string,
    /** By the number of the collection. */
    private readonly deductions: ReadonlyMap<number, StatementDeduction[]>,
    private readonly pools: PartyGroups<PoolRow>,
    private readonly held: PartyGroups<HeldRow>,
    private readonly heldTotals: PartyGroups<HeldTotalRow>,
  ) {}

  async of({ party, fileName }: WrittenStatement): Promise<StatementHead> {
    const pools = await this.pools.of(party);
    const held = await this.held.of(party);
    const heldTotals = await this.heldTotals.of(party);
    return {
      society: { name: this.society },
      party: { code: party, name: pools[0]!.party_name },
      pools: pools.map((row) => poolOf(row, this.deductions.get(row.collection_number) ?? [])),
      csvName: `${fileName}.csv`,
      held: held.map(heldOf),
      heldTotals: heldTotals.map(heldTotalOf),
    };
  }
}
