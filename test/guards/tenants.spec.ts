import { OURS, THEIRS } from '../support/posted-database.js';
import { attacks } from '../support/refusals.js';

const { forbids, attacker, db } = attacks();

describe('The database refuses to one society what is another’s', () => {
  const TABLES = [
    ...['identity.society', 'repertoire.party', 'repertoire.work', 'repertoire.claim', 'licensing.licence'],
    ...['usage.usage_report', 'usage.usage_line', 'distribution.collection', 'distribution.allocation'],
    ...['ledger.account', 'ledger.transaction', 'ledger.posting'],
  ];

  it.each(TABLES)('to see in %s', async (table) => {
    const ours = `select count(*)::integer from ${table} where society_id = ${OURS}`;
    expect(await attacker().read(OURS, ours)).toBeGreaterThan(0);
    expect(await attacker().read(THEIRS, ours)).toBe(0);
    expect(await attacker().read(undefined, `select count(*)::integer from ${table}`)).toBe(0);
  });

  it.each([
    [`insert into repertoire.party (society_id, code, name, kind) values (${THEIRS}, 'spy', 'Spy', 'person')`],
    [`insert into ledger.account (society_id, code) values (${THEIRS}, 'assets:theirs')`],
    [`insert into usage.rejected_line (society_id, line_id, code, message) values (${THEIRS}, 1, 'bad_row', '')`],
  ])('to write: %s', async (statement) => {
    expect(await attacker().try(OURS, [statement])).toEqual({ constraint: undefined, code: '42501' });
    expect(await attacker().try(undefined, [statement])).toEqual({ constraint: undefined, code: '42501' });
  });

  it('to supersede', async () => {
    const supersede = 'update repertoire.claim set superseded_at = now() where claim_id = 1';
    expect(await attacker().try(THEIRS, [supersede])).toBe('let it pass');
    expect(await attacker().read(OURS, 'select superseded_at is null from repertoire.claim where claim_id = 1')).toBe(
      true,
    );
  });

  it.each([
    [
      `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to, currency, metric)
      values ('theirs', 1, '{svod}', true, '{}', '2026-01-01', '2026-12-31', 'EUR', 'views')`,
      'licence_licensee_fkey',
    ],
    [
      `insert into distribution.collection (code, ordinal, licence_id, period_start, period_end, amount_minor, currency, minor_units)
      values ('theirs', 0, 1, '2027-01-01', '2027-03-31', 1, 'EUR', 2)`,
      'collection_licence_fkey',
    ],
    [
      `insert into ledger.posting (transaction_id, ordinal, account_id, currency, debit_minor, credit_minor)
       values (1, 8, 1, 'EUR', 5, 0), (1, 9, 3, 'EUR', 0, 5)`,
      'posting_of_known_transaction_and_account',
    ],
  ])('to refer to: %s', async (statement, constraint) => {
    expect(await attacker().try(THEIRS, [statement])).toMatchObject({ constraint });
  });

  forbids([
    ['to make', `insert into identity.society (name, sandbox) values ('mine', false)`],
    ['to turn into a sandbox', 'update identity.society set sandbox = true'],
    ['to open by switching row-level security off', 'alter table ledger.posting no force row level security'],
  ]);

  it('to see even where row-level security is told to be off', async () => {
    expect(
      await attacker().try(THEIRS, ['set local row_security = off', 'select count(*) from ledger.posting']),
    ).toMatchObject({
      code: '42501',
    });
  });
});

describe('The database replaces a sandbox as a whole', () => {
  it('and no society that is not one', async () => {
    expect(await attacker().try(OURS, [`select identity.replace_sandbox('Society of Film Makers')`])).toMatchObject({
      constraint: 'society_is_sandbox',
    });
  });

  it('without touching another', async () => {
    expect(await attacker().try(undefined, [`select identity.replace_sandbox('theirs')`])).toBe('let it pass');
    expect(await attacker().read(OURS, 'select count(*)::integer from ledger.posting')).toBe(3);
  });

  it('rows of every kind included', async () => {
    expect(await attacker().try(undefined, [`select identity.replace_sandbox('ours')`])).toBe('let it pass');
    const left = await db().dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${OURS}'`);
      return tx.query<{ rows: number }[]>('select count(*)::integer as rows from distribution.posted_pool');
    });
    expect(left).toEqual([{ rows: 0 }]);
  });
});
