import { Injectable } from '@nestjs/common';
import { ExplanationService } from '../../distribution/index.js';
import type { Actor } from '../../identity/index.js';
import { fileNameOf } from '../../kernel/ids.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { FileAnswer } from '../../platform/http/file-answer.js';
import { answerList } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import { lineNotFound, statementNotFound } from '../statements.errors.js';
import { csvOf, recordsOf } from './csv-rows.js';
import { type ExplanationQuery, ExplanationView } from './explanation.dto.js';
import { PageService } from './page.service.js';
import {
  type LinePage,
  type LinesQuery,
  LineView,
  StatementDetail,
  type StatementPage,
  type StatementQuery,
  type StatementRecord,
  type StatementRow,
  StatementView,
} from './statement.dto.js';
import { headOf, type StoredHead } from './statement-head.js';
import { STATEMENT_VIEW, statementList } from './statement-list.js';
import { workbookOf } from './workbook.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Stored = StatementRow & { head: StoredHead };

/** Statements as they were issued, in every form. A holder's transaction sees its own. */
@Injectable()
export class StatementRegister {
  constructor(
    private readonly pages: PageService,
    private readonly explanations: ExplanationService,
  ) {}

  list(tx: Tx, query: StatementQuery, csv: boolean): Promise<StatementPage | CsvAnswer> {
    return answerList(tx, statementList(query), query, csv, (row) => StatementView.from(row));
  }

  /** @throws statement-not-found */
  async get(tx: Tx, id: string): Promise<StatementDetail> {
    return StatementDetail.of(await find(tx, id));
  }

  /** A page of its lines. @throws statement-not-found */
  async lines(tx: Tx, id: string, { limit, after }: LinesQuery): Promise<LinePage> {
    const { id: found, lines } = await find(tx, id);
    const items: LineView[] = [];
    let line = 0;
    for await (const record of recordsOf(await csvGzipOf(tx, found))) {
      if (++line <= after) continue;
      items.push(LineView.from(record, line));
      if (items.length === limit) break;
    }
    return { items, next: line < lines ? line : null };
  }

  /** The CSV as it was issued, byte by byte. @throws statement-not-found */
  async csv(tx: Tx, id: string): Promise<FileAnswer> {
    const { id: found, party } = await find(tx, id);
    const bytes = await csvOf(await csvGzipOf(tx, found));
    return new FileAnswer(`${fileNameOf(party)}-${found}.csv`, 'text/csv; charset=utf-8', inOne(bytes), false);
  }

  /** @throws statement-not-found */
  async pdf(tx: Tx, id: string): Promise<FileAnswer> {
    const { id: found, party, head } = await find(tx, id);
    const pieces = this.pages.draw(headOf(head), await csvGzipOf(tx, found));
    return new FileAnswer(`${fileNameOf(party)}-${found}.pdf`, 'application/pdf', pieces, false);
  }

  /** @throws statement-not-found, statement-too-long-for-sheet */
  async xlsx(tx: Tx, id: string): Promise<FileAnswer> {
    const stored = await find(tx, id);
    const bytes = await workbookOf(StatementDetail.of(stored), await csvGzipOf(tx, stored.id));
    return new FileAnswer(`${fileNameOf(stored.party)}-${stored.id}.xlsx`, XLSX, inOne(bytes), false);
  }

  /**
   * Why a line is what it is. A statement that takes another one back has that one's reasons.
   * @throws statement-not-found, statement-line-not-found
   */
  async explain(
    tx: Tx,
    actor: Actor,
    { id, line }: { id: string; line: string },
    { limit }: ExplanationQuery,
  ): Promise<ExplanationView> {
    const asked = await find(tx, id);
    const { id: found, distribution, party, lines } = asked.reverses === null ? asked : await find(tx, asked.reverses);
    const record = await lineOf(await csvGzipOf(tx, found), line, lines);
    const explanation = await this.explanations.explain(
      tx,
      Number(distribution),
      { collection: record.collection_id, party },
      { entitlements: 1, lines: limit },
      {
        ...{ claim: record.claim_id, useType: record.use_type, territory: record.territory },
        ...(record.held_as !== undefined && { released: { heldAs: record.held_as, share: record.share } }),
      },
    );
    const figures = actor.scope.party === undefined || explanation.shown;
    return ExplanationView.from(explanation, explanation.entitlements[0]!, { figures, heldBy: record.distribution_id });
  }
}

async function find(tx: Tx, id: string): Promise<Stored> {
  const [row] = await tx.query<Stored[]>(
    `select v.*, s.head
     from (${STATEMENT_VIEW}) v
     join statements.statement s on s.statement_id = v.statement_id
     where v.statement_id = $1`,
    [numberOf(id)],
  );
  if (row === undefined) throw statementNotFound(id);
  return row;
}

async function csvGzipOf(tx: Tx, id: string): Promise<Buffer> {
  const [row] = await tx.query<{ csv_gzip: Buffer }[]>(
    'select csv_gzip from statements.statement where statement_id = $1',
    [Number(id)],
  );
  return row!.csv_gzip;
}

async function lineOf(csvGzip: Buffer, wanted: string, lines: number): Promise<StatementRecord> {
  let line = 0;
  for await (const record of recordsOf(csvGzip)) {
    if (String(++line) === wanted) return record;
  }
  throw lineNotFound(wanted, lines);
}

async function* inOne(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
