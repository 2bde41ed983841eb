import { covers, parseTerritories, type TerritorySet } from '../../src/kernel/territory.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { Random } from '../support/random.js';

const CODES = ['CN', 'DE', 'FR', 'HK', 'US'];
const ELSEWHERE = 'ZA'; // stands for all the others

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db?.drop());

function randomSet(random: Random): TerritorySet {
  const named = random.some(CODES, random.below(4));
  const text = random.percent(50) ? named.join(' ') : `* ${named.map((code) => `-${code}`).join(' ')}`;
  const read = parseTerritories(text);
  if ('fault' in read) throw new Error(read.fault);
  return read.ok;
}

describe('The database compares territories as the kernel does', () => {
  it.each([
    ['territories_within', (a: TerritorySet, b: TerritorySet) => (code: string) => !covers(a, code) || covers(b, code)],
    ['territories_meet', (a: TerritorySet, b: TerritorySet) => (code: string) => covers(a, code) && covers(b, code)],
  ] as const)('%s', async (name, rule) => {
    const random = new Random(7);
    for (let round = 0; round < 300; round++) {
      const [a, b] = [randomSet(random), randomSet(random)];
      const everywhere = [...CODES, ELSEWHERE];
      const expected = name === 'territories_within' ? everywhere.every(rule(a, b)) : everywhere.some(rule(a, b));
      const [{ answer }] = await db.dataSource.query<[{ answer: boolean }]>(
        `select licensing.${name}($1, $2, $3, $4) as answer`,
        [a.except, a.codes, b.except, b.codes],
      );
      expect({ a, b, answer }).toEqual({ a, b, answer: expected });
    }
  });
});
