import { join } from 'node:path';
import { formatAmount } from '../../kernel/money.js';
import { csvText } from '../../platform/csv/csv-text.js';
import type { Tx } from '../../platform/database/database.js';
import { rowsOf } from '../../platform/database/rows-of.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { OutputFile } from '../../platform/files/output-file.js';

const LEDGER = sqlFile(import.meta.url, '../sql/ledger.sql');

interface PostingRow {
  transaction_id: string;
  booked_on: string;
  account: string;
  currency: string;
  debit_minor: string;
  credit_minor: string;
  collection_id: string;
  memo: string;
}

const COLUMNS = ['transaction_id', 'booked_on', 'account', 'currency', 'debit', 'credit', 'collection_id', 'memo'];

/** Writes ledger.csv and ledger.journal (contract, Output) and gives their SHA-256. */
export async function writeBooks(
  tx: Tx,
  distributionId: number,
  directory: string,
): Promise<{ csv: string; journal: string }> {
  const csv = new OutputFile(join(directory, 'ledger.csv'));
  const journal = new OutputFile(join(directory, 'ledger.journal'));
  csv.write(csvText([COLUMNS]));
  await writeDirectives(tx, distributionId, journal);
  let transaction: string | undefined;
  for await (const rows of rowsOf<PostingRow>(tx, LEDGER, [distributionId])) {
    csv.write(csvText(rows.map(csvCells)));
    let text = '';
    for (const row of rows) {
      if (row.transaction_id !== transaction) text += journalHead(row);
      transaction = row.transaction_id;
      text += journalPosting(row);
    }
    journal.write(text);
  }
  return { csv: csv.close(), journal: journal.close() };
}

/** Accounts and commodities are declared, so that `hledger check --strict` passes too. */
async function writeDirectives(tx: Tx, distributionId: number, journal: OutputFile): Promise<void> {
  const accounts = new Set<string>();
  const currencies = new Set<string>();
  for await (const rows of rowsOf<PostingRow>(tx, LEDGER, [distributionId])) {
    for (const row of rows) {
      accounts.add(row.account);
      currencies.add(row.currency);
    }
  }
  for (const currency of currencies) {
    // The point is needed, or hledger takes what follows a comma for decimals.
    const example = formatAmount(100_000_000n, currency);
    journal.write(`commodity ${currency} ${example.includes('.') ? example : `${example}.`}\n`);
  }
  for (const account of accounts) journal.write(`account ${journalAccount(account)}\n`);
}

function csvCells(row: PostingRow): string[] {
  return [
    row.transaction_id,
    row.booked_on,
    row.account,
    row.currency,
    side(row.debit_minor, row.currency),
    side(row.credit_minor, row.currency),
    row.collection_id,
    row.memo,
  ];
}

function side(minor: string, currency: string): string {
  return minor === '0' ? '' : formatAmount(BigInt(minor), currency);
}

function journalHead(row: PostingRow): string {
  const code = row.transaction_id.replace(/[()]/g, encode);
  return `\n${row.booked_on} * (${code}) ${journalText(row.memo)}\n`;
}

function journalPosting(row: PostingRow): string {
  const amount =
    row.debit_minor === '0' ? `-${side(row.credit_minor, row.currency)}` : side(row.debit_minor, row.currency);
  return `    ${journalAccount(row.account)}  ${row.currency} ${amount}\n`;
}

/**
 * An account name of a journal ends at two spaces or a tab, may not start with a bracket, and a semicolon starts a
 * comment: what an id may hold beside that is percent-encoded, as in file names.
 */
function journalAccount(account: string): string {
  return account.replace(/[%;()[\]{}"|\\*!]|^\s|\s$|\s(?=\s)|(?<=:)\s|\s(?=:)|[^\S ]/gu, encode);
}

function journalText(text: string): string {
  return text.replace(/[;|]/g, encode);
}

function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
