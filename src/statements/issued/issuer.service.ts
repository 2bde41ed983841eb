import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { inTemporaryDirectory } from '../../platform/files/temporary-directory.js';
import type { Run } from '../../distribution/index.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import type { WrittenStatement } from '../statement-files.js';
import { StatementsService } from '../statements.service.js';
import { reversedCsv, rowsIn } from './csv-rows.js';
import { type StoredHead, storedHead } from './statement-head.js';

const BOOK_TOTALS = sqlFile(import.meta.url, '../sql/book-totals.sql');
const STORE_HELD_WORKS = sqlFile(import.meta.url, '../sql/store-held-works.sql');
const pack = promisify(gzip);

interface Owed {
  party_id: number;
  party: string;
  totals: { currency: string; amount: string }[];
}

interface NewStatement extends Omit<Owed, 'party'> {
  reverses: number | null;
  head: StoredHead;
  lines: number;
  csv: Buffer;
}

/** Issues what a posted distribution says to each party. It is stored as it is issued, since names change later. */
@Injectable()
export class IssuerService {
  constructor(private readonly statements: StatementsService) {}

  /**
   * In the transaction that posts, for all parties that were allocated money; and keeps what is held for known works. The
   * lines go through files on the way, so that memory holds those of one statement at a time.
   * @param adjusts the distribution whose held money was released by this one
   */
  async issue(tx: Tx, run: Run, adjusts: number | null): Promise<void> {
    const owed = new Map((await totalsInBooks(tx, run)).map((row) => [row.party, row]));
    await inTemporaryDirectory('statements', async (directory) => {
      const written: WrittenStatement[] = [];
      const lines = this.statements.writeCsvs(tx, run.distributionId, directory, adjusts === null ? 'run' : 'release');
      for await (const one of lines) written.push(one);
      const documents = await this.statements.documents(tx, await societyName(tx, run), run.distributionId);
      // While the documents are fetched the transaction does nothing else.
      const heads: StoredHead[] = [];
      for (const one of written) {
        const head = storedHead(await documents.of(one));
        heads.push(adjusts === null ? head : { ...head, ...releasing(adjusts) });
      }
      for (const [index, { party, csvPath }] of written.entries()) {
        const csv = await readFile(csvPath);
        const content = { head: heads[index]!, lines: rowsIn(csv), csv };
        await store(tx, run, { ...owed.get(party)!, reverses: null, ...content });
      }
    });
    await tx.query(STORE_HELD_WORKS, [run.distributionId]);
  }

  /** For a reversal: one for each statement of the distribution that it takes back, with the opposite amounts. */
  async issueReversing(tx: Tx, run: Run, reversed: number): Promise<void> {
    const owed = new Map((await totalsInBooks(tx, run)).map((row) => [row.party_id, row]));
    const ids = (await tx.query(
      'select statement_id from statements.statement where distribution_id = $1 order by statement_id',
      [reversed],
    )) as { statement_id: number }[];
    for (const { statement_id: reverses } of ids) {
      const [before] = (await tx.query(
        'select party_id, lines, head, csv_gzip from statements.statement where statement_id = $1',
        [reverses],
      )) as [{ party_id: number; lines: number; head: StoredHead; csv_gzip: Buffer }];
      const { head, lines } = before;
      const notice = `This takes back statement ${reverses}: every amount below is reversed.`;
      const csv = await reversedCsv(before.csv_gzip, head.released === true);
      await store(tx, run, { ...owed.get(before.party_id)!, reverses, head: { ...head, notice }, lines, csv });
    }
  }
}

/** What a statement of a release says beside its lines. */
function releasing(adjusts: number): Pick<StoredHead, 'notice' | 'released'> {
  return {
    notice: `This adds to what you were allocated before. It shares out what distribution ${adjusts} held and what has been decided since; every line says why it was held.`,
    released: true,
  };
}

function totalsInBooks(tx: Tx, { distributionId }: Run): Promise<Owed[]> {
  return tx.query(BOOK_TOTALS, [distributionId]) as Promise<Owed[]>;
}

async function societyName(tx: Tx, { society }: Run): Promise<string> {
  const [row] = (await tx.query('select name from identity.society where society_id = $1', [society])) as [
    { name: string },
  ];
  return row.name;
}

async function store(tx: Tx, { distributionId }: Run, statement: NewStatement): Promise<void> {
  const { party_id: party, reverses, lines, totals, head, csv } = statement;
  const sha256 = createHash('sha256').update(csv).digest('hex');
  await tx.query(
    `insert into statements.statement (distribution_id, party_id, party_name, reverses, lines, totals, head, csv_gzip, csv_sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[distributionId, party, head.party.name, reverses, lines],
      ...[JSON.stringify(totals), JSON.stringify(head), await pack(csv), sha256],
    ],
  );
}
