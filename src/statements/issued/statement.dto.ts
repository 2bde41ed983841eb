import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { formatAmount } from '../../kernel/money.js';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import type { StoredHead } from './statement-head.js';

const SORTS = ['id', '-id', 'party', '-party'] as const;
const MOST_LINES = 1000;

export class StatementQuery extends ListQuery {
  /** Id of the party. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** Id of the distribution. @example "7" */
  @IsOptional()
  @IsCode()
  distribution?: string;

  /** `-` before it turns the order round. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-id';
}

/** What a distribution owes, from the books. */
export class StatementTotal {
  /** @example "EUR" */
  currency!: string;
  /** @example "583.33" */
  amount!: string;
}

/** A statement as it was issued; it never changes. */
export class StatementView {
  /** @example "12" */
  id!: string;
  /** @example "jade-river" */
  party!: string;
  /** As it was when the statement was issued. @example "玉河电影制片厂" */
  partyName!: string;
  /** @example "7" */
  distribution!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  issuedAt!: string;
  /** By currency; less than zero where it takes another statement back. */
  totals!: StatementTotal[];
  /** How many lines it has. @example 120 */
  lines!: number;
  /** SHA-256 of its CSV. @example "6f5902ac237024bdd0c176cb93063dc4a0ab1ed5a1b1f0c7de1b2c3d4e5f6a7b" */
  csvSha256!: string;
  /** The statement that it takes back. @example "10" */
  reverses!: string | null;
  /** The statement by which it was taken back. @example "14" */
  reversedBy!: string | null;
  /** The distribution whose held money it releases, or takes back. @example "6" */
  adjusts!: string | null;

  static from(row: StatementRow): StatementView {
    const { id, party, partyName, distribution, issuedAt, totals, lines, csvSha256, reverses, reversedBy, adjusts } =
      row;
    return {
      ...{ id, party, partyName, distribution, issuedAt: issuedAt.toISOString() },
      totals: totals.map(({ currency, amount }) => ({ currency, amount: formatAmount(BigInt(amount), currency) })),
      ...{ lines, csvSha256, reverses, reversedBy, adjusts },
    };
  }
}

export interface StatementRow extends Omit<StatementView, 'issuedAt'> {
  issuedAt: Date;
}

export class StatementPage {
  items!: StatementView[];
  /** The cursor of the next page; null on the last. @example "WyItaWQiLDEyLDEyXQ" */
  next!: string | null;
}

export class StatementDeductionView {
  /** @example "fee" */
  id!: string;
  /** @example "admin_fee" */
  kind!: string;
  /** @example "12.5" */
  percent!: string;
  /** @example "125.00" */
  amount!: string;
}

/** A pool in which the party was allocated something. */
export class StatementPoolView {
  /** @example "2026-Q1-stream" */
  collection!: string;
  /** @example "stream-2026" */
  licence!: string;
  /** null where the licence does not let its licensee's name and figures be shown. @example "Stream" */
  licensee!: string | null;
  /** @example "2026-01-01" */
  periodStart!: string;
  /** @example "2026-03-31" */
  periodEnd!: string;
  /** @example "EUR" */
  currency!: string;
  /** @example "1000.00" */
  gross!: string;
  deductions!: StatementDeductionView[];
  /** @example "875.00" */
  net!: string;
  /** All points of the pool; null as the licensee. @example "3000" */
  poolPoints!: string | null;
  /** The party's. @example "2000" */
  partyPoints!: string | null;
  /** The party's allocation, which is owed. @example "583.33" */
  amount!: string;
  /** Whether the amount holds one of the units left over by rounding down. @example false */
  roundingUnit!: boolean;

  static from(pool: StoredHead['pools'][number]): StatementPoolView {
    const { collectionId, licenceId, licensee, periodStart, periodEnd, currency } = pool;
    const money = (minor: string) => formatAmount(BigInt(minor), currency);
    return {
      ...{ collection: collectionId, licence: licenceId, licensee: licensee || null, periodStart, periodEnd, currency },
      gross: money(pool.gross),
      deductions: pool.deductions.map(({ code, kind, percent, amount }) => ({
        ...{ id: code, kind, percent, amount: money(amount) },
      })),
      ...{ net: money(pool.net), poolPoints: pool.poolPoints || null, partyPoints: pool.partyPoints || null },
      ...{ amount: money(pool.partyAmount), roundingUnit: pool.roundingUnit },
    };
  }
}

/** What was held, when it was issued, for works in which the party has a claim. */
export class StatementHeldView {
  /** @example "EUR" */
  currency!: string;
  /** unclaimed or disputed. @example "disputed" */
  reason!: string;
  /** Before rounding. @example "12.5" */
  exactAmount!: string;
  /** Pools × works. @example 3 */
  rows!: number;
}

export class StatementDetail extends StatementView {
  pools!: StatementPoolView[];
  held!: StatementHeldView[];

  static of(row: StatementRow & { head: StoredHead }): StatementDetail {
    const { pools, heldTotals = [] } = row.head;
    return {
      ...StatementView.from(row),
      pools: pools.map((pool) => StatementPoolView.from(pool)),
      held: heldTotals.map(({ currency, reason, exactAmount, rows }) => ({ currency, reason, exactAmount, rows })),
    };
  }
}

/** The columns of a statement's CSV (docs/distribution-folder.md, Output). */
export const STATEMENT_COLUMNS = [
  ...(['collection_id', 'licence_id', 'licensee', 'period_start', 'period_end', 'work_id', 'title'] as const),
  ...(['claim_id', 'right', 'use_type', 'territory', 'views', 'seconds', 'revenue', 'points', 'share'] as const),
  ...(['pool_points', 'pool_net', 'exact_amount', 'currency'] as const),
] as const;

/** Those of a release: how each line was held, and the distribution that held it. */
export const RELEASE_COLUMNS = [...STATEMENT_COLUMNS, 'held_as', 'distribution_id'] as const;

/** A line as the CSV has it; an empty cell is ''. Only a release says how it was held. */
export type StatementRecord = Record<(typeof STATEMENT_COLUMNS)[number], string> &
  Partial<Record<(typeof RELEASE_COLUMNS)[number], string>>;

export class LinesQuery {
  /** How many to give at once. @example 100 */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_LINES)
  limit: number = 100;

  /** `next` of the page before: the number of the last line that it gave. @example 0 */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  after: number = 0;
}

/** One pool × claim × use type × territory; of a release, × how it was held. */
export class LineView {
  /** Its number in the statement, from 1. @example 1 */
  line!: number;
  /** @example "2026-Q1-stream" */
  collection!: string;
  /** @example "stream-2026" */
  licence!: string;
  /** null where the licence does not let it be shown. @example "Stream" */
  licensee!: string | null;
  /** @example "2026-01-01" */
  periodStart!: string;
  /** @example "2026-03-31" */
  periodEnd!: string;
  /** @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example "c01" */
  claim!: string;
  /** @example "making_available" */
  right!: string;
  /** @example "svod" */
  useType!: string;
  /** @example "CN" */
  territory!: string;
  /** @example "3000" */
  views!: string | null;
  /** @example "7200" */
  seconds!: string | null;
  /** @example "120.5" */
  revenue!: string | null;
  /** @example "3000" */
  points!: string | null;
  /** @example "66.666667" */
  share!: string;
  /** @example "3000" */
  poolPoints!: string | null;
  /** @example "875.00" */
  poolNet!: string;
  /** Net × points × share ÷ 100 ÷ points of the pool, to 10 decimals. @example "583.33333625" */
  exactAmount!: string;
  /** @example "EUR" */
  currency!: string;
  /** Of a release: why it was held, unidentified, unclaimed or disputed. @example "unclaimed" */
  heldAs!: string | null;
  /** Of a release: the distribution that held it, for the period of this line. @example "6" */
  heldBy!: string | null;

  static from(record: StatementRecord, line: number): LineView {
    return {
      ...{ line, collection: record.collection_id, licence: record.licence_id, licensee: record.licensee || null },
      ...{ periodStart: record.period_start, periodEnd: record.period_end, work: record.work_id, title: record.title },
      ...{ claim: record.claim_id, right: record.right, useType: record.use_type, territory: record.territory },
      ...{ views: record.views || null, seconds: record.seconds || null, revenue: record.revenue || null },
      ...{ points: record.points || null, share: record.share, poolPoints: record.pool_points || null },
      ...{ poolNet: record.pool_net, exactAmount: record.exact_amount, currency: record.currency },
      ...{ heldAs: record.held_as || null, heldBy: record.distribution_id || null },
    };
  }
}

export class LinePage {
  items!: LineView[];
  /** `after` of the next page; null on the last. @example 100 */
  next!: number | null;
}
