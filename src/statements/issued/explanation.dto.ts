import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ExplainedEntitlement, ExplainedLine, Explanation } from '../../distribution/index.js';
import { formatAmount } from '../../kernel/money.js';
import { formatTerritories } from '../../kernel/territory.js';
import { StatementDeductionView } from './statement.dto.js';

export class ExplanationQuery {
  /** How many usage lines to give, in reading order. @example 50 */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 50;
}

/** The pool, and what the party got of it. */
export class ExplainedPool {
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
  /** What was collected; of a release, what was held. @example "1000.00" */
  gross!: string;
  deductions!: StatementDeductionView[];
  /** What was left to share. @example "875.00" */
  net!: string;
  /** All points. @example "3000" */
  poolPoints!: string | null;
  /** The party's points. @example "2000" */
  partyPoints!: string | null;
  /** Net × the party's points ÷ all points, to 10 decimals. @example "583.3333333333" */
  exactAmount!: string;
  /** What is owed: the exact amount rounded down, and perhaps one unit left over. @example "583.33" */
  amount!: string;
  /** Whether one of the units left over by rounding down went here, its fraction being among the largest. @example false */
  roundingUnit!: boolean;

  static from(explanation: Explanation): ExplainedPool {
    const { collection, licenceId, licensee, periodStart, periodEnd, currency, exactAmount } = explanation;
    const money = (minor: bigint) => formatAmount(minor, currency);
    return {
      ...{ collection, licence: licenceId, licensee: licensee || null, periodStart, periodEnd, currency },
      gross: money(explanation.gross),
      deductions: explanation.deductions.map(({ code, kind, percent, amount }) => ({
        ...{ id: code, kind, percent, amount: money(amount) },
      })),
      net: money(explanation.net),
      ...{ poolPoints: explanation.poolPoints, partyPoints: explanation.points, exactAmount },
      ...{ amount: money(explanation.amount), roundingUnit: explanation.roundingUnit },
    };
  }
}

/** The claim, in the version that was in force in the calculation. */
export class ExplainedClaim {
  /** @example "c01" */
  id!: string;
  /** @example "making_available" */
  right!: string;
  /** Percent. @example "66.666667" */
  share!: string;
  /** @example "*" */
  territories!: string;
  /** @example "2019-05-01" */
  validFrom!: string | null;
  /** @example "2069-12-31" */
  validTo!: string | null;

  static from(entitlement: ExplainedEntitlement): ExplainedClaim {
    const { claim: id, right, share, territoriesExcept, territoryCodes, validFrom, validTo } = entitlement;
    const territories = formatTerritories({ except: territoriesExcept, codes: territoryCodes });
    return { id, right, share, territories, validFrom, validTo };
  }
}

/** A usage line as its licensee reported it. */
export class ExplainedUsageLine {
  /** The report. @example "usage/2026-q1.csv" */
  file!: string;
  /** The physical line in it. @example "2" */
  line!: string;
  /** @example "2026-01-15" */
  usedOn!: string;
  /** In the metric of the licence. @example "3000" */
  quantity!: string;
  /** By what the work was found: eidr, isan, imdb, alias or title. @example "title" */
  matchedBy!: string;
  /** @example "vid-7" */
  resourceId!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example "2019" */
  year!: string;

  static from({ method, file, line, usedOn, quantity, resourceId, title, year }: ExplainedLine): ExplainedUsageLine {
    return { file, line, usedOn, quantity, matchedBy: method, resourceId, title, year };
  }
}

/** Why a line of a statement is what it is, from its amount down to the usage lines. */
export class ExplanationView {
  /** @example "jade-river" */
  party!: string;
  pool!: ExplainedPool;
  /** @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  claim!: ExplainedClaim;
  /** @example "svod" */
  useType!: string;
  /** @example "CN" */
  territory!: string;
  /** By what the licence counts: views, seconds or revenue. @example "views" */
  metric!: string | null;
  /** All that was counted. @example "3000" */
  quantity!: string | null;
  /** Of the use type. @example "1" */
  useWeight!: string;
  /** Of the type of work. @example "1" */
  workWeight!: string;
  /** Quantity × weights. @example "3000" */
  points!: string | null;
  /** Points × share. @example "2000.00001" */
  partyPoints!: string | null;
  /** What they are worth. @example "583.33333625" */
  exactAmount!: string;
  /** Of a release: why it was held, unidentified, unclaimed or disputed. @example "unclaimed" */
  heldAs!: string | null;
  /** Of a release: the distribution that held it, and took the deductions. @example "6" */
  heldBy!: string | null;
  /** The first of them, as many as were asked for. */
  lines!: ExplainedUsageLine[];
  /** How many there are. @example 1 */
  linesInAll!: number | null;

  /** @param figures whether the licensee's figures may be shown to whoever asks */
  static from(
    explanation: Explanation,
    entitlement: ExplainedEntitlement,
    { figures, heldBy }: { figures: boolean; heldBy: string | undefined },
  ): ExplanationView {
    const { work, title, useType, territory, useWeight, workWeight, exactAmount } = entitlement;
    const pool = ExplainedPool.from(explanation);
    return {
      party: explanation.party,
      pool: figures ? pool : { ...pool, licensee: null, poolPoints: null, partyPoints: null },
      ...{ work, title, claim: ExplainedClaim.from(entitlement), useType, territory },
      metric: figures ? explanation.metric : null,
      quantity: figures ? entitlement.quantity : null,
      ...{ useWeight, workWeight },
      points: figures ? entitlement.points : null,
      partyPoints: figures ? entitlement.partyPoints : null,
      exactAmount,
      ...{ heldAs: entitlement.heldAs, heldBy: heldBy ?? null },
      lines: figures ? entitlement.lines.map((line) => ExplainedUsageLine.from(line)) : [],
      linesInAll: figures ? entitlement.linesInAll : null,
    };
  }
}
