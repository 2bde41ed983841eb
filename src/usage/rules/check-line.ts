import { isCalendarDay } from '../../kernel/calendar-day.js';
import { parseMetric } from '../../kernel/metric.js';
import { shown } from '../../kernel/shown.js';
import { isTerritory } from '../../kernel/territory.js';
import type { Metric } from '../../kernel/vocabulary.js';
import { decodeCell } from '../../platform/csv/decode-cell.js';
import { Memo } from '../../platform/memo.js';
import type { UsageColumns } from './usage-columns.js';

/** Contract ¶1, in the order in which they apply. */
export type RejectionCode =
  | 'bad_row'
  | 'unknown_licence'
  | 'bad_date'
  | 'bad_territory'
  | 'bad_metric'
  | 'use_type_not_licensed'
  | 'territory_not_licensed'
  | 'day_not_licensed'
  | 'day_not_reported';

export interface Rejection {
  code: RejectionCode;
  message: string;
}

/** Days from the first to the last. */
export interface Period {
  start: string;
  end: string;
}

/** What a licence permits and how its usage is measured. */
export interface LicenceTerms {
  licenceId: number;
  licenseeId: number;
  code: string;
  metric: Metric;
  useTypes: ReadonlySet<string>;
  territoriesExcept: boolean;
  territoryCodes: ReadonlySet<string>;
  validFrom: string;
  /** Last day. */
  validTo: string;
}

export interface CheckedLine {
  licence: LicenceTerms;
  useType: string;
  territory: string;
  usedOn: string;
  /** A plain decimal. */
  quantity: string;
}

/** Far more different cells than a column of codes or days has; a column of other things is forgotten in time. */
const MEMO_CAPACITY = 50_000;

/**
 * Checks lines against the licences, one rejection at most for each (contract ¶1). Cells repeat, so what a cell
 * means is computed once.
 */
export class LineCheck {
  readonly #licence: Memo<LicenceTerms | string>;
  readonly #day = new Memo((cell) => accept(decodeCell(cell), isCalendarDay), MEMO_CAPACITY);
  readonly #territory = new Memo((cell) => accept(decodeCell(cell), isTerritory), MEMO_CAPACITY);
  readonly #useType = new Memo((cell) => decodeCell(cell), MEMO_CAPACITY);

  /** @param reported the days that may be told of, if not all of a licence may */
  constructor(
    licences: ReadonlyMap<string, LicenceTerms>,
    private readonly reported?: Period,
  ) {
    this.#licence = new Memo((cell) => {
      const code = decodeCell(cell);
      return licences.get(code) ?? code;
    }, MEMO_CAPACITY);
  }

  /** @param cells byte strings of one row */
  check(cells: readonly string[], columns: UsageColumns): CheckedLine | Rejection {
    if (cells.length !== columns.count) {
      return rejection('bad_row', `the row has ${cells.length} cells and the header ${columns.count}`);
    }
    const licence = this.#licence.get(cells[columns.licence]!);
    if (typeof licence === 'string') {
      return rejection('unknown_licence', `no licence is called ${shown(licence)}; ids compare character by character`);
    }
    const day = this.#day.get(cells[columns.usedOn]!);
    if (!day.accepted) return rejection('bad_date', `${shown(day.text)} is no calendar day in the form YYYY-MM-DD`);
    const territory = this.#territory.get(cells[columns.territory]!);
    if (!territory.accepted) {
      const hint = territory.text === 'UK' ? '; the United Kingdom is GB' : '';
      return rejection('bad_territory', `${shown(territory.text)} is no ISO 3166-1 alpha-2 code in upper case${hint}`);
    }
    const metricColumn = columns.metric[licence.metric];
    const quantity = metricColumn < 0 ? undefined : quantityOf(licence.metric, cells[metricColumn]!);
    if (quantity === undefined) return badMetric(licence, metricColumn < 0 ? undefined : cells[metricColumn]!);
    const useType = this.#useType.get(cells[columns.useType]!);
    const refused = termsExceeded(licence, useType, territory.text, day.text) ?? this.#notReported(day.text);
    return refused ?? { licence, useType, territory: territory.text, usedOn: day.text, quantity };
  }

  #notReported(day: string): Rejection | undefined {
    if (!this.reported || (day >= this.reported.start && day <= this.reported.end)) return undefined;
    const { start, end } = this.reported;
    return rejection('day_not_reported', `the report is of ${start} to ${end}; ${day} lies outside`);
  }
}

export function isRejection(outcome: CheckedLine | Rejection): outcome is Rejection {
  return 'code' in outcome;
}

function rejection(code: RejectionCode, message: string): Rejection {
  return { code, message };
}

function accept(text: string, test: (text: string) => boolean): { text: string; accepted: boolean } {
  return { text, accepted: test(text) };
}

function quantityOf(metric: Metric, cell: string): string | undefined {
  return parseMetric(metric, cell) ?? parseMetric(metric, decodeCell(cell));
}

function badMetric(licence: LicenceTerms, cell: string | undefined): Rejection {
  const shape =
    licence.metric === 'revenue'
      ? 'a plain decimal such as 1257.75, not negative, at most 18 digits before the point and 12 after it'
      : 'a whole number such as 1257, not negative, of at most 18 digits';
  if (cell === undefined) {
    return rejection(
      'bad_metric',
      `the file has no column ${licence.metric}, which licence ${licence.code} is measured by`,
    );
  }
  return rejection('bad_metric', `${licence.metric} is ${shown(decodeCell(cell))} and must be ${shape}`);
}

function termsExceeded(licence: LicenceTerms, useType: string, territory: string, day: string): Rejection | undefined {
  if (!licence.useTypes.has(useType)) {
    const licensed = [...licence.useTypes].join(' ');
    return rejection('use_type_not_licensed', `licence ${licence.code} permits ${licensed} and not ${shown(useType)}`);
  }
  if (licence.territoryCodes.has(territory) === licence.territoriesExcept) {
    return rejection('territory_not_licensed', `licence ${licence.code} does not cover ${territory}`);
  }
  if (day < licence.validFrom || day > licence.validTo) {
    return rejection(
      'day_not_licensed',
      `licence ${licence.code} runs from ${licence.validFrom} to ${licence.validTo}; ${day} lies outside`,
    );
  }
  return undefined;
}
