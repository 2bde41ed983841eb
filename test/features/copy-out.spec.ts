import fc from 'fast-check';
import { formatAmount, minorUnits } from '../../src/kernel/money.js';
import { csvText } from '../../src/platform/csv/csv-text.js';
import { copyOut } from '../../src/platform/database/copy-out.js';
import { setLocal, type Tx } from '../../src/platform/database/database.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let db: TestDatabase;

beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());

async function textOf(tx: Tx, query: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of copyOut(tx, query)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

describe('What PostgreSQL writes as CSV', () => {
  it('is what the program writes, cell by cell', async () => {
    const character = fc.constantFrom(
      '"',
      ',',
      '\n',
      '\r',
      '\t',
      '\\',
      '.',
      ' ',
      'a',
      'é',
      '名',
      '🎬',
      ';',
      '\u{1}',
      '\u{FEFF}',
    );
    const cell = fc.option(fc.string({ unit: character, minLength: 1, maxLength: 6 }), { freq: 4 });
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 30 });
    await db.database.write(undefined, async (tx) => {
      await tx.query('create temporary table odd (place serial, first text, second text) on commit drop');
      await fc.assert(
        fc.asyncProperty(rows, async (cells) => {
          await tx.query('truncate odd');
          for (const pair of cells) await tx.query('insert into odd (first, second) values ($1, $2)', pair);
          const written = await textOf(tx, 'select first, second from odd order by place');
          expect(written).toBe(csvText([['first', 'second'], ...cells]));
        }),
        { numRuns: 50 },
      );
    });
  });

  it('has amounts as the program writes them', async () => {
    const amounts = [0n, 1n, 10n, 99n, 100n, 12_345n, 10n ** 18n - 1n];
    await db.database.read(undefined, async (tx) => {
      for (const currency of ['JPY', 'EUR', 'KWD', 'CLF']) {
        const written = await textOf(
          tx,
          `select distribution.major_units(amount_minor, ${minorUnits(currency)!}) as amount
           from unnest(array[${amounts.join(',')}]::bigint[]) amount_minor`,
        );
        expect(written).toBe(csvText([['amount'], ...amounts.map((amount) => [formatAmount(amount, currency)])]));
      }
    });
  });

  it('reads what it is about from the settings of the transaction', async () => {
    await db.database.read(undefined, async (tx) => {
      await setLocal(tx, 'app.distribution', 7);
      expect(await textOf(tx, `select current_setting('app.distribution') as n`)).toBe('n\n7\n');
    });
  });

  it('may be left unread, and the transaction goes on', async () => {
    await db.database.read(undefined, async (tx) => {
      for await (const piece of copyOut(tx, 'select * from generate_series(1, 1000000) n')) {
        expect(piece.toString('utf8')).toMatch(/^n\n1\n/);
        break;
      }
      expect(await tx.query('select 1 as n')).toEqual([{ n: 1 }]);
    });
  });

  it('ends with the error of its query, whether that comes first or late, and the connection stays of use', async () => {
    for (const query of ['select nothing', 'select 1 / (500000 - n) from generate_series(1, 1000000) n']) {
      await expect(db.database.read(undefined, (tx) => textOf(tx, query))).rejects.toThrow(/nothing|division by zero/);
    }
    expect(await db.dataSource.query('select 1 as n')).toEqual([{ n: 1 }]);
  });
});
