import { type Metric, METRICS } from '../../kernel/vocabulary.js';
import { csvRecords } from '../../platform/csv/csv-records.js';
import { MOST_LINES, type StatementLine } from './statement-document.js';

/** A line of a statement's CSV, as far as its PDF shows it. */
export interface LineRecord extends Record<Metric, string> {
  collection_id: string;
  work_id: string;
  title: string;
  claim_id: string;
  right: string;
  use_type: string;
  territory: string;
  points: string;
  share: string;
  exact_amount: string;
  currency: string;
  /** Only a release has it. */
  held_as?: string;
}

/** The lines of a statement's CSV as far as a PDF shows them, and how many there are. */
export async function readStatementLines(csvPath: string): Promise<{ works: StatementLine[]; totalLines: number }> {
  const works: StatementLine[] = [];
  let totalLines = 0;
  for await (const record of csvRecords<keyof LineRecord>(csvPath)) {
    if (++totalLines <= MOST_LINES) works.push(lineOf(record));
  }
  return { works, totalLines };
}

function lineOf(row: LineRecord): StatementLine {
  // One of the three columns is filled, that of the licence's metric, or none where it is not shown.
  const metric = METRICS.find((name) => row[name] !== '');
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
    quantity: metric === undefined ? '' : row[metric],
    metric: metric ?? '',
    ...(row.held_as && { heldAs: row.held_as }),
  };
}
