import { join } from 'node:path';
import { formatAmount } from '../../kernel/money.js';
import { copyOut } from '../../platform/database/copy-out.js';
import type { Tx } from '../../platform/database/database.js';
import { rowsOf } from '../../platform/database/rows-of.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { writeOutput } from '../../platform/files/output-file.js';

const LEDGER = sqlFile(import.meta.url, '../sql/ledger.sql');
const LEDGER_ACCOUNTS = sqlFile(import.meta.url, '../sql/ledger-accounts.sql');

/** A row of ledger.sql, as far as the journal shows it. Amounts are as the currency is written. */
interface PostingRow {
  transaction_id: string;
  booked_on: string;
  account: string;
  currency: string;
  debit: string | null;
  credit: string | null;
  memo: string;
}

/**
 * Writes ledger.csv and ledger.journal (contract, Output) and gives their SHA-256. The distribution is the setting
 * app.distribution.
 */
export async function writeBooks(tx: Tx, directory: string): Promise<{ csv: string; journal: string }> {
  return {
    csv: await writeOutput(join(directory, 'ledger.csv'), copyOut(tx, LEDGER)),
    journal: await writeOutput(join(directory, 'ledger.journal'), journal(tx)),
  };
}

async function* journal(tx: Tx): AsyncGenerator<string> {
  yield* directives(tx);
  let transaction: string | undefined;
  for await (const rows of rowsOf<PostingRow>(tx, LEDGER, [])) {
    let text = '';
    for (const row of rows) {
      if (row.transaction_id !== transaction) text += journalHead(row);
      transaction = row.transaction_id;
      text += journalPosting(row);
    }
    yield text;
  }
}

/** Accounts and commodities are declared, so that `hledger check --strict` passes too. */
async function* directives(tx: Tx): AsyncGenerator<string> {
  const accounts = new Set<string>();
  const currencies = new Set<string>();
  for await (const rows of rowsOf<Pick<PostingRow, 'account' | 'currency'>>(tx, LEDGER_ACCOUNTS, [])) {
    for (const row of rows) {
      accounts.add(row.account);
      currencies.add(row.currency);
    }
  }
  for (const currency of currencies) {
    // The point is needed, or hledger takes what follows a comma for decimals.
    const example = formatAmount(100_000_000n, currency);
    yield `commodity ${currency} ${example.includes('.') ? example : `${example}.`}\n`;
  }
  yield [...accounts].map((account) => `account ${journalAccount(account)}\n`).join('');
}

function journalHead(row: PostingRow): string {
  const code = row.transaction_id.replace(/[()]/g, encode);
  return `\n${row.booked_on} * (${code}) ${journalText(row.memo)}\n`;
}

function journalPosting(row: PostingRow): string {
  return `    ${journalAccount(row.account)}  ${row.currency} ${row.debit ?? `-${row.credit}`}\n`;
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
