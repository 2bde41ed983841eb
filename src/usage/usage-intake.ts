import type { Hash } from 'node:crypto';
import { copyInto, copyText } from '../platform/database/copy-into.js';
import type { Tx } from '../platform/database/database.js';
import { RowBuffer } from '../platform/database/row-buffer.js';
import type { BrokenRecord } from '../platform/csv/csv-scanner.js';
import { decodeCell } from '../platform/csv/decode-cell.js';
import { readCsv, type CsvReading } from '../platform/csv/read-csv.js';
import { BROKEN, EMPTY_FILE, headerBroken, notUtf8, type ReportFault } from './report-faults.js';
import { ItemRegister } from './item-register.js';
import { isRejection, type LineCheck, type Rejection } from './rules/check-line.js';
import { UseRegister } from './use-register.js';
import { findUsageColumns, type UsageColumns } from './rules/usage-columns.js';

/** Bytes of rows that are collected before they are sent: a small report too is to be read and stored side by side. */
const SEND_AT = 1_500_000;

export interface ReportFigures {
  accepted: number;
  rejected: number;
  /** Columns that the contract does not know. */
  unknownColumns: string[];
}

/**
 * Takes one report in as a stream: lines are split, checked and sent on in blocks while the next block is read,
 * so that the program and the database work side by side and neither runs ahead of the other.
 */
export class UsageIntake implements CsvReading {
  readonly #itemCells: string[] = [];
  #columns: UsageColumns | undefined;
  #faults: ReportFault[] = [];
  readonly #lines = new RowBuffer();
  readonly #rejections = new RowBuffer();
  #accepted = 0;
  #rejected = 0;
  #sending: Promise<void> = Promise.resolve();

  /**
   * @param reportId is the first part of each line's number
   * @param items may know items of earlier reports, and `uses` their uses
   */
  constructor(
    private readonly tx: Tx,
    private readonly society: number,
    private readonly reportId: number,
    private readonly lineCheck: LineCheck,
    private readonly items: ItemRegister,
    private readonly uses: UseRegister,
    private readonly onProgress: (lines: number, bytes: number) => void,
  ) {}

  async receive(path: string, hash: Hash): Promise<ReportFigures | ReportFault[]> {
    const encodingFault = await readCsv(path, this, hash);
    if (encodingFault) this.#faults.push(notUtf8(encodingFault.line, encodingFault.byte));
    else if (!this.#columns && this.#faults.length === 0) {
      this.#faults.push(EMPTY_FILE);
    }
    await this.#send();
    await this.#sending;
    if (this.#faults.length > 0) return this.#faults;
    return { accepted: this.#accepted, rejected: this.#rejected, unknownColumns: this.#columns!.unknown };
  }

  record(cells: readonly string[], line: number): void {
    if (this.#columns) this.#takeLine(cells, line, this.#columns);
    else if (this.#faults.length === 0) this.#takeHeader(cells, line);
  }

  broken(reason: BrokenRecord, line: number): void {
    if (this.#columns) this.#reject(BROKEN[reason], line);
    else if (this.#faults.length === 0) this.#faults.push(headerBroken(BROKEN[reason], line));
  }

  async chunkRead(bytes: number): Promise<void> {
    this.onProgress(this.#accepted + this.#rejected, bytes);
    if (this.#lines.length + this.#rejections.length >= SEND_AT) await this.#send();
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
    this.#lines.append(`${lineId}\t${item}\t${use}\t${outcome.usedOn}\t${outcome.quantity}\n`);
    this.#accepted++;
  }

  #reject(rejection: Rejection, line: number): void {
    this.#rejections.append(`${this.#lineId(line)}\t${rejection.code}\t${copyText(rejection.message)}\n`);
    this.#rejected++;
  }

  /** The report's number followed by ten digits of the physical line. */
  #lineId(line: number): string {
    return `${this.reportId}${String(line).padStart(10, '0')}`;
  }

  /** Hands the collected rows to the database, once it has taken the ones before. */
  async #send(): Promise<void> {
    await this.#sending;
    this.#sending = this.#store({
      items: this.items.rows.take(),
      uses: this.uses.rows.take(),
      lines: this.#lines.take(),
      rejections: this.#rejections.take(),
    });
    // Whoever awaits #sending next gets the error; this only tells Node that somebody will.
    this.#sending.catch(() => undefined);
  }

  /** Names the society, since computing its default for each row is a quarter of the cost of storing a line. */
  async #store({ items, uses, lines, rejections }: Record<'items' | 'uses' | 'lines' | 'rejections', Buffer>): Promise<void> {
    if (items.length > 0) {
      await copyInto(this.tx, 'incoming_item', items);
      await this.tx.query(
        `insert into usage.reported_item (society_id, item_id, licensee_id, resource_id, title, year, title_key,
           year_number, eidr, isan, imdb) select $1::integer, * from incoming_item`,
        [this.society],
      );
    }
    if (uses.length > 0) {
      await copyInto(this.tx, 'incoming_use', uses);
      await this.tx.query(
        `insert into usage.reported_use (use_id, licence_id, use_type, territory)
         select use_id, licence_id, use_type, territory from incoming_use`,
      );
    }
    if (lines.length > 0) {
      await copyInto(this.tx, 'incoming_line', lines);
      await this.tx.query(
        `insert into usage.usage_line (society_id, line_id, item_id, use_id, used_on, quantity)
         select $1::integer, line_id, item_id, use_id, used_on, quantity from incoming_line`,
        [this.society],
      );
    }
    if (rejections.length > 0) {
      await copyInto(this.tx, 'incoming_rejection', rejections);
      await this.tx.query(`
        insert into usage.rejected_line (line_id, code, message) select * from incoming_rejection`);
    }
    await this.tx.query('truncate incoming_line, incoming_item, incoming_use, incoming_rejection');
  }
}
