import { createHash } from 'node:crypto';
import { copyText } from '../platform/database/row-buffer.js';
import type { BrokenRecord } from '../platform/csv/csv-scanner.js';
import { decodeCell } from '../platform/csv/decode-cell.js';
import { type CsvFile, readCsv, type CsvReading } from '../platform/csv/read-csv.js';
import type { IncomingRows } from './incoming-rows.js';
import type { ItemRegister } from './item-register.js';
import { BROKEN, EMPTY_FILE, headerBroken, notUtf8, type ReportFault } from './report-faults.js';
import { isRejection, type LineCheck, type Rejection, type RejectionCode } from './rules/check-line.js';
import { findUsageColumns, type UsageColumns } from './rules/usage-columns.js';
import type { UseRegister } from './use-register.js';

/** A line that breaks a rule, by its number in the file. */
export interface RejectedAt extends Rejection {
  line: number;
}

/** Enough to see what is wrong with a file. */
const FIRST_REJECTED = 100;

export interface ReportFigures {
  accepted: number;
  rejected: number;
  /** How many lines each code rejects. */
  rejections: ReadonlyMap<RejectionCode, number>;
  /** The first hundred of them. */
  firstRejected: readonly RejectedAt[];
  /** Columns that the contract does not know. */
  unknownColumns: string[];
  /** Of all bytes of the file. */
  sha256: string;
}

/** Reads one report as a stream: splits its lines, checks them and turns them into rows. */
export class ReportReader implements CsvReading {
  readonly #itemCells: string[] = [];
  #columns: UsageColumns | undefined;
  #faults: ReportFault[] = [];
  #accepted = 0;
  readonly #rejections = new Map<RejectionCode, number>();
  readonly #firstRejected: RejectedAt[] = [];
  #rejected = 0;

  /**
   * @param reportId is the first part of each line's number
   * @param items may know items of earlier reports, and `uses` their uses
   * @param onChunk hears how many lines more have been read; reading goes on when it resolves
   */
  constructor(
    private readonly reportId: number,
    private readonly lineCheck: LineCheck,
    private readonly items: ItemRegister,
    private readonly uses: UseRegister,
    private readonly rows: IncomingRows,
    private readonly onChunk: (lines: number) => Promise<void>,
  ) {}

  /** @returns figures, or all that keeps the report from being taken in */
  async read(file: CsvFile): Promise<ReportFigures | ReportFault[]> {
    const hash = createHash('sha256');
    const encodingFault = await readCsv(file, this, hash);
    if (encodingFault) this.#faults.push(notUtf8(encodingFault.line, encodingFault.byte));
    else if (!this.#columns && this.#faults.length === 0) this.#faults.push(EMPTY_FILE);
    if (this.#faults.length > 0) return this.#faults;
    return {
      accepted: this.#accepted,
      rejected: this.#rejected,
      rejections: this.#rejections,
      firstRejected: this.#firstRejected,
      unknownColumns: this.#columns!.unknown,
      sha256: hash.digest('hex'),
    };
  }

  record(cells: readonly string[], line: number): void {
    if (this.#columns) this.#takeLine(cells, line, this.#columns);
    else if (this.#faults.length === 0) this.#takeHeader(cells, line);
  }

  broken(reason: BrokenRecord, line: number): void {
    if (this.#columns) this.#reject(BROKEN[reason], line);
    else if (this.#faults.length === 0) this.#faults.push(headerBroken(BROKEN[reason], line));
  }

  chunkRead(): Promise<void> {
    return this.onChunk(this.#accepted + this.#rejected);
  }

  #takeHeader(cells: readonly string[], line: number): void {
    const found = findUsageColumns(cells.map(decodeCell));
    if (Array.isArray(found)) this.#faults.push(...found.map((fault) => ({ line, ...fault })));
    else this.#columns = found;
  }

  #takeLine(cells: readonly string[], line: number, columns: UsageColumns): void {
    const outcome = this.lineCheck.check(cells, columns);
    if (isRejection(outcome)) {
      this.#reject(outcome, line);
      return;
    }
    for (let column = 0; column < columns.item.length; column++) {
      this.#itemCells[column] = cells[columns.item[column]!] ?? '';
    }
    const lineId = this.#lineId(line);
    const item = this.items.number(outcome.licence.licenseeId, this.#itemCells, lineId);
    const use = this.uses.number(outcome, lineId);
    this.rows.line.append(`${lineId}\t${item}\t${use}\t${outcome.usedOn}\t${outcome.quantity}\n`);
    this.#accepted++;
  }

  #reject(rejection: Rejection, line: number): void {
    this.rows.rejection.append(`${this.#lineId(line)}\t${rejection.code}\t${copyText(rejection.message)}\n`);
    this.#rejected++;
    this.#rejections.set(rejection.code, (this.#rejections.get(rejection.code) ?? 0) + 1);
    if (this.#firstRejected.length < FIRST_REJECTED) this.#firstRejected.push({ line, ...rejection });
  }

  /** The report's number followed by ten digits of the physical line. */
  #lineId(line: number): string {
    return `${this.reportId}${String(line).padStart(10, '0')}`;
  }
}
