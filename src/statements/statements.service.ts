import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { fileNameOf } from '../kernel/ids.js';
import { formatAmount } from '../kernel/money.js';
import { csvText } from '../platform/csv/csv-text.js';
import type { Tx } from '../platform/database/database.js';
import { rowsOf } from '../platform/database/rows-of.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { OutputFile } from '../platform/files/output-file.js';
import { PartyGroups } from './party-groups.js';
import {
  MOST_HELD,
  MOST_LINES,
  type StatementDeduction,
  type StatementDocument,
  type StatementLine,
} from './pdf/statement-document.js';
import {
  heldOf,
  type HeldRow,
  heldTotalOf,
  type HeldTotalRow,
  lineOf,
  type LineRow,
  poolOf,
  type PoolRow,
} from './statement-rows.js';

const STATEMENT_LINES = sqlFile(import.meta.url, 'sql/statement-lines.sql');
const STATEMENT_POOLS = sqlFile(import.meta.url, 'sql/statement-pools.sql');
const POOL_DEDUCTIONS = sqlFile(import.meta.url, 'sql/pool-deductions.sql');
const HELD_FOR_PARTIES = sqlFile(import.meta.url, 'sql/held-for-parties.sql');
const HELD_TOTALS = sqlFile(import.meta.url, 'sql/held-totals.sql');

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

/** A statement whose CSV is written. */
export interface WrittenStatement {
  /** Name of its files, without extension. */
  fileName: string;
  csvSha256: string;
  party: { code: string; name: string };
  /** The first lines, as many as a PDF shows. */
  lines: StatementLine[];
  totalLines: number;
}

/** Statements of a distribution, party by party in code-point order of their ids (contract, Output). */
@Injectable()
export class StatementsService {
  /**
   * Writes the CSV of every party with an allocation, one file after the other.
   * @param directory exists and is empty
   */
  async *writeCsvs(tx: Tx, distributionId: number, directory: string): AsyncGenerator<WrittenStatement> {
    let current: OpenStatement | undefined;
    for await (const rows of rowsOf<LineRow>(tx, STATEMENT_LINES, [distributionId])) {
      for (const group of byParty(rows)) {
        if (current?.partyId !== group[0]!.party_id) {
          if (current) yield current.close();
          current = new OpenStatement(group[0]!, directory);
        }
        current.add(group);
      }
    }
    if (current) yield current.close();
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

/** Makes documents of written statements, which must come in their order. */
export class StatementDocuments {
  constructor(
    private readonly society: string,
    /** By the number of the collection. */
    private readonly deductions: ReadonlyMap<number, StatementDeduction[]>,
    private readonly pools: PartyGroups<PoolRow>,
    private readonly held: PartyGroups<HeldRow>,
    private readonly heldTotals: PartyGroups<HeldTotalRow>,
  ) {}

  async of({ party, lines, totalLines, fileName }: WrittenStatement): Promise<StatementDocument> {
    const pools = await this.pools.of(party.code);
    const held = await this.held.of(party.code);
    const heldTotals = await this.heldTotals.of(party.code);
    return {
      society: { name: this.society },
      party,
      pools: pools.map((row) => poolOf(row, this.deductions.get(row.collection_number) ?? [])),
      works: lines,
      totalLines,
      csvName: `${fileName}.csv`,
      held: held.map(heldOf),
      heldTotals: heldTotals.map(heldTotalOf),
    };
  }
}

/** The statement that is being written. */
class OpenStatement {
  readonly partyId: number;
  readonly #party: { code: string; name: string };
  readonly #fileName: string;
  readonly #file: OutputFile;
  readonly #lines: StatementLine[] = [];
  #count = 0;

  constructor(first: LineRow, directory: string) {
    this.partyId = first.party_id;
    this.#party = { code: first.party_code, name: first.party_name };
    this.#fileName = fileNameOf(first.party_code);
    this.#file = new OutputFile(join(directory, `${this.#fileName}.csv`));
    this.#file.write(HEADER);
  }

  add(rows: readonly LineRow[]): void {
    this.#count += rows.length;
    for (const row of rows.slice(0, MOST_LINES - this.#lines.length)) this.#lines.push(lineOf(row));
    this.#file.write(csvText(rows.map(cellsOf)));
  }

  close(): WrittenStatement {
    const csvSha256 = this.#file.close();
    return { fileName: this.#fileName, csvSha256, party: this.#party, lines: this.#lines, totalLines: this.#count };
  }
}

const HEADER = csvText([COLUMNS]);

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
