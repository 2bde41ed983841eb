import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { fileNameOf } from '../kernel/ids.js';
import { formatAmount } from '../kernel/money.js';
import { csvText } from '../platform/csv/csv-text.js';
import type { Tx } from '../platform/database/database.js';
import { rowsOf } from '../platform/database/rows-of.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { OutputFile } from '../platform/files/output-file.js';
import {
  MOST_HELD,
  MOST_LINES,
  type HeldLine,
  type StatementDeduction,
  type StatementDocument,
  type StatementLine,
  type StatementPool,
} from './pdf/statement-document.js';

const STATEMENT_LINES = sqlFile(import.meta.url, 'sql/statement-lines.sql');
const STATEMENT_POOLS = sqlFile(import.meta.url, 'sql/statement-pools.sql');
const POOL_DEDUCTIONS = sqlFile(import.meta.url, 'sql/pool-deductions.sql');
const HELD_FOR_PARTIES = sqlFile(import.meta.url, 'sql/held-for-parties.sql');

const COLUMNS = [
  'collection_id',
  'licence_id',
  'licensee',
  'period_start',
  'period_end',
  'work_id',
  'title',
  'claim_id',
  'right',
  'use_type',
  'territory',
  'views',
  'seconds',
  'revenue',
  'points',
  'share',
  'pool_points',
  'pool_net',
  'exact_amount',
  'currency',
];

/** A row of statement-lines.sql. Decimals are plain, amounts in minor units. */
interface LineRow {
  party_id: number;
  party_code: string;
  party_name: string;
  collection_id: string;
  licence_id: string;
  licensee: string;
  period_start: string;
  period_end: string;
  work_id: string;
  title: string;
  claim_id: string;
  right: string;
  use_type: string;
  territory: string;
  metric: string;
  quantity: string;
  points: string;
  share: string;
  pool_points: string;
  pool_net_minor: string;
  exact_amount: string;
  currency: string;
}

interface PoolRow {
  party_id: number;
  collection_number: number;
  collection_id: string;
  licence_id: string;
  licensee: string;
  period_start: string;
  period_end: string;
  currency: string;
  gross: string;
  net: string;
  pool_points: string;
  party_points: string;
  party_amount: string;
  rounding_unit: boolean;
}

/** A statement whose CSV is written: what its PDF shows. */
export interface WrittenStatement {
  /** Name of its files, without extension. */
  fileName: string;
  csvSha256: string;
  document: StatementDocument;
}

/** Statements of a distribution, party by party (contract, Output). */
@Injectable()
export class StatementsService {
  /**
   * Writes the CSV of every party with an allocation, one file after the other, and gives what its PDF needs.
   * @param directory exists and is empty
   */
  async *writeCsvs(tx: Tx, society: string, distributionId: number, directory: string): AsyncGenerator<WrittenStatement> {
    const summaries = await this.#summaries(tx, distributionId);
    let current: OpenStatement | undefined;
    for await (const rows of rowsOf<LineRow>(tx, STATEMENT_LINES, [distributionId])) {
      for (const group of byParty(rows)) {
        const first = group[0]!;
        if (current?.partyId !== first.party_id) {
          if (current) yield await current.close();
          current = await OpenStatement.open(society, first, summaries.get(first.party_id)!, directory);
        }
        await current.add(group);
      }
    }
    if (current) yield await current.close();
  }

  async #summaries(tx: Tx, distributionId: number): Promise<Map<number, Summary>> {
    const deductions = (await tx.query(POOL_DEDUCTIONS, [distributionId])) as ({
      collection_number: number;
      amount: string;
    } & Omit<StatementDeduction, 'amount'>)[];
    const taken = new Map<number, StatementDeduction[]>();
    for (const { collection_number: collection, code, kind, percent, amount } of deductions) {
      grow(taken, collection, { code, kind, percent, amount: BigInt(amount) });
    }
    const summaries = new Map<number, Summary>();
    for (const row of (await tx.query(STATEMENT_POOLS, [distributionId])) as PoolRow[]) {
      const summary = summaries.get(row.party_id) ?? { pools: [], held: [] };
      summary.pools.push(poolOf(row, taken.get(row.collection_number) ?? []));
      summaries.set(row.party_id, summary);
    }
    for (const row of (await tx.query(HELD_FOR_PARTIES, [distributionId, MOST_HELD])) as HeldRow[]) {
      summaries.get(row.party_id)?.held.push(heldOf(row));
    }
    return summaries;
  }
}

interface Summary {
  pools: StatementPool[];
  held: HeldLine[];
}

interface HeldRow {
  party_id: number;
  collection_id: string;
  work_id: string;
  title: string;
  reason: 'unclaimed' | 'disputed';
  points: string;
  exact_amount: string;
  currency: string;
}

/** The statement that is being written. */
class OpenStatement {
  readonly #lines: StatementLine[] = [];
  #count = 0;

  private constructor(
    readonly partyId: number,
    private readonly head: Pick<StatementDocument, 'society' | 'party' | 'pools' | 'held'>,
    private readonly fileName: string,
    private readonly file: OutputFile,
  ) {}

  static async open(society: string, row: LineRow, summary: Summary, directory: string): Promise<OpenStatement> {
    const fileName = fileNameOf(row.party_code);
    const file = await OutputFile.create(join(directory, `${fileName}.csv`));
    await file.write(csvText([COLUMNS]));
    const party = { code: row.party_code, name: row.party_name };
    return new OpenStatement(row.party_id, { society: { name: society }, party, ...summary }, fileName, file);
  }

  async add(rows: readonly LineRow[]): Promise<void> {
    this.#count += rows.length;
    for (const row of rows.slice(0, MOST_LINES - this.#lines.length)) this.#lines.push(lineOf(row));
    await this.file.write(csvText(rows.map(cellsOf)));
  }

  async close(): Promise<WrittenStatement> {
    const csvSha256 = await this.file.close();
    const document = { ...this.head, works: this.#lines, totalLines: this.#count, csvName: `${this.fileName}.csv` };
    return { fileName: this.fileName, csvSha256, document };
  }
}

/** Rows of one party stand together; this splits a batch where the party changes. */
function* byParty(rows: readonly LineRow[]): Generator<LineRow[]> {
  let start = 0;
  for (let end = 1; end <= rows.length; end++) {
    if (rows[end]?.party_id === rows[start]!.party_id) continue;
    yield rows.slice(start, end);
    start = end;
  }
}

function cellsOf(row: LineRow): (string | null)[] {
  const quantity = (metric: string) => (row.metric === metric ? row.quantity : null);
  return [
    row.collection_id,
    row.licence_id,
    row.licensee,
    row.period_start,
    row.period_end,
    row.work_id,
    row.title,
    row.claim_id,
    row.right,
    row.use_type,
    row.territory,
    quantity('views'),
    quantity('seconds'),
    quantity('revenue'),
    row.points,
    row.share,
    row.pool_points,
    formatAmount(BigInt(row.pool_net_minor), row.currency),
    row.exact_amount,
    row.currency,
  ];
}

function lineOf(row: LineRow): StatementLine {
  return {
    collectionId: row.collection_id,
    workId: row.work_id,
    title: row.title,
    right: row.right,
    useType: row.use_type,
    territory: row.territory,
    share: row.share,
    claimId: row.claim_id,
    points: row.points,
    exactAmount: row.exact_amount,
    currency: row.currency,
    quantity: row.quantity,
    metric: row.metric,
  };
}

function poolOf(row: PoolRow, deductions: StatementDeduction[]): StatementPool {
  return {
    collectionId: row.collection_id,
    licenceId: row.licence_id,
    licensee: row.licensee,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    currency: row.currency,
    gross: BigInt(row.gross),
    deductions,
    net: BigInt(row.net),
    poolPoints: row.pool_points,
    partyPoints: row.party_points,
    partyAmount: BigInt(row.party_amount),
    roundingUnit: row.rounding_unit,
  };
}

function heldOf(row: HeldRow): HeldLine {
  return {
    collectionId: row.collection_id,
    workId: row.work_id,
    title: row.title,
    reason: row.reason,
    exactAmount: row.exact_amount,
    currency: row.currency,
    points: row.points,
  };
}

function grow<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
