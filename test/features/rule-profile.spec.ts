import { ProfileService, SETTINGS, type Setting } from '../../src/profile/index.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { newSociety } from '../support/society.js';

const profile = new ProfileService();
let db: TestDatabase;
let society: number;

beforeAll(async () => {
  db = await cloneDatabase();
  society = await newSociety(db.dataSource, 'Film Society');
});
afterAll(() => db?.drop());

function follow(of: number, jurisdiction: 'CN' | 'EU', validFrom: string): Promise<void> {
  return db.database.write(of, (tx) => profile.follow(tx, 'wang', { jurisdiction, validFrom, reason: 'seat' }));
}

function inForce(of: number, setting: Setting, day: string) {
  return db.database.read(of, (tx) => profile.inForce(tx, of, setting, day));
}

function decide(of: number, setting: Setting, validFrom: string, amount: number): Promise<void> {
  const source = 'resolution 2026-3';
  return db.database.write(of, (tx) => profile.decide(tx, 'wang', { setting, validFrom, amount, source }));
}

describe('The rule profile', () => {
  it('knows the same settings in the program and in the database', async () => {
    const rows = await db.dataSource.query<{ setting: string; kind: string }[]>(
      'select setting, kind from profile.setting',
    );
    expect(Object.fromEntries(rows.map(({ setting, kind }) => [setting, kind]))).toEqual(SETTINGS);
  });

  it('ships rules for both jurisdictions, each with its source', async () => {
    const rows = await db.dataSource.query<{ jurisdiction: string; rules: number }[]>(
      `select jurisdiction, count(*)::integer as rules from profile.jurisdiction_rule where length(source) > 5 group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { jurisdiction: 'CN', rules: 27 },
      { jurisdiction: 'EU', rules: 28 },
    ]);
  });

  it('is not known before a society has chosen one', async () => {
    await expect(inForce(society, 'licence_term_months_most', '2026-01-01')).rejects.toMatchObject({
      code: 'profile-not-chosen',
    });
  });

  it('says what was in force on a day, and what is since the society moved', async () => {
    await follow(society, 'CN', '2020-01-01');
    await follow(society, 'EU', '2026-07-01');
    expect(await inForce(society, 'licence_term_months_most', '2026-06-30')).toMatchObject({
      ...{ jurisdiction: 'CN', amount: 24, word: null, basis: 'law' },
      source: expect.stringContaining('Art 23') as string,
    });
    expect(await inForce(society, 'exclusive_licence', '2026-06-30')).toMatchObject({ word: 'forbidden' });
    // The Directive sets no term.
    expect(await inForce(society, 'licence_term_months_most', '2026-07-01')).toMatchObject({
      amount: null,
      basis: 'law',
    });
    expect(await inForce(society, 'exclusive_licence', '2026-07-01')).toMatchObject({ word: 'by_mandate' });
    await expect(inForce(society, 'exclusive_licence', '2019-12-31')).rejects.toMatchObject({
      code: 'profile-not-chosen',
    });
  });

  it('is chosen once from a day on', async () => {
    await expect(follow(society, 'CN', '2026-07-01')).rejects.toMatchObject({ code: 'profile-decided-already' });
  });

  it('has no value for a setting that nobody has ruled', async () => {
    expect(await inForce(society, 'distribution_due_months', '2026-06-30')).toMatchObject({
      amount: null,
      basis: null,
    });
  });
});

describe('A number that a society decides for itself', () => {
  let own: number;
  beforeAll(async () => {
    own = await newSociety(db.dataSource, 'Own Numbers');
    await follow(own, 'CN', '2020-01-01');
  });

  it('counts where it is stricter than the law, from its day on', async () => {
    await decide(own, 'licence_term_months_most', '2026-03-01', 12);
    expect(await inForce(own, 'licence_term_months_most', '2026-02-28')).toMatchObject({ amount: 24, basis: 'law' });
    expect(await inForce(own, 'licence_term_months_most', '2026-03-01')).toMatchObject({
      ...{ amount: 12, basis: 'society', source: 'resolution 2026-3' },
    });
  });

  it('does not count where the law is stricter', async () => {
    await decide(own, 'licence_term_months_most', '2026-04-01', 36);
    expect(await inForce(own, 'licence_term_months_most', '2026-04-01')).toMatchObject({ amount: 24, basis: 'law' });
    await decide(own, 'records_kept_years', '2026-04-01', 5);
    expect(await inForce(own, 'records_kept_years', '2026-04-01')).toMatchObject({ amount: 10, basis: 'law' });
    await decide(own, 'records_kept_years', '2026-05-01', 30);
    expect(await inForce(own, 'records_kept_years', '2026-05-01')).toMatchObject({ amount: 30, basis: 'society' });
  });

  it('counts alone where the law leaves it to the society', async () => {
    await decide(own, 'offer_valid_days', '2026-03-01', 90);
    expect(await inForce(own, 'offer_valid_days', '2026-03-01')).toMatchObject({ amount: 90, basis: 'society' });
    await decide(own, 'withdrawal_notice_months_most', '2026-03-01', 3);
    expect(await inForce(own, 'withdrawal_notice_months_most', '2026-03-01')).toMatchObject({ amount: 3 });
  });

  it('is refused where the law alone decides, and twice for a day', async () => {
    await expect(decide(own, 'film_protection_years', '2026-03-01', 99)).rejects.toMatchObject({
      code: 'profile-rule-is-law',
    });
    await expect(decide(own, 'offer_valid_days', '2026-03-01', 60)).rejects.toMatchObject({
      code: 'profile-decided-already',
    });
  });

  it('is the society’s alone', async () => {
    const other = await newSociety(db.dataSource, 'Other');
    await follow(other, 'CN', '2020-01-01');
    expect(await inForce(other, 'offer_valid_days', '2026-03-01')).toMatchObject({ amount: 30, basis: 'default' });
  });
});
