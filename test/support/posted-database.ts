import { Attacker } from './attack.js';
import { newSociety } from './society.js';
import { cloneDatabase, type TestDatabase } from './database.js';

// Two sandboxes and one society that is none. Numbers are given in order, so the first row of a table is 1.
export const OURS = 1;
export const THEIRS = 2;

/** Ours: one collection of 10.00 distributed and posted, one of 20.00 in a second run that has only opened. */
const ROWS = [
  `insert into repertoire.party (code, name, kind) values ('chen', 'Chen Kaige', 'person'), ('gaumont', 'Gaumont', 'organisation')`,
  `insert into repertoire.work (code, work_type) values ('farewell', 'feature')`,
  `insert into repertoire.claim (code, work_id, party_id, "right", share, territories_except, territory_codes, status)
   values ('1', 1, 1, 'making_available', 100, true, '{}', 'asserted')`,
  `insert into licensing.licensee (name) values ('Stream')`,
  `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to, currency, metric)
   values ('L1', 1, '{svod}', true, '{}', '2026-01-01', '2026-12-31', 'EUR', 'views')`,
  `insert into distribution.collection (code, ordinal, licence_id, period_start, period_end, amount_minor, currency, minor_units)
   values ('Q1', 0, 1, '2026-01-01', '2026-03-31', 1000, 'EUR', 2), ('Q2', 1, 1, '2026-04-01', '2026-06-30', 2000, 'EUR', 2)`,
  `insert into distribution.rule_set (version, recorded_by) values (1, 'anna')`,
  `insert into distribution.deduction (rule_set_id, code, ordinal, kind, percent) values (1, 'fee', 0, 'admin_fee', 10)`,
  `insert into distribution.distribution (kind, rule_set_id) values ('normal', 1), ('normal', 1)`,
  event(1, 1, 'open'),
  event(2, 1, 'open'),
  `insert into distribution.pool (distribution_id, collection_id) values (1, 1), (2, 1), (2, 2)`,
  `insert into usage.usage_report (name) values ('usage/q1.csv')`,
  `insert into usage.reported_use (use_id, licence_id, use_type, territory) values (10000000002, 1, 'svod', 'FR')`,
  `insert into usage.usage_line (line_id, item_id, use_id, used_on, quantity)
   values (10000000002, 10000000002, 10000000002, '2026-01-15', 100)`,
  result(1, 1, 1000, 100),
  taken(1, 1, 100),
  allocated(1, 1, 1, 900),
  event(1, 2, 'calculated'),
  event(1, 3, 'posted'),
  `insert into ledger.account (code) values ('assets:collections:L1'), ('income:admin_fee:fee'), ('liabilities:parties:chen')`,
  `insert into ledger.transaction (code, booked_on, memo) values ('Q1', '2026-03-31', 'Royalties of L1')`,
  postings(1, [1, 'EUR', 1000, 0], [2, 'EUR', 0, 100], [3, 'EUR', 0, 900]),
  `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id) values (1, 1, 1)`,
];

/** A database with these rows, and someone who means it no good. */
export async function postedDatabase(): Promise<{ db: TestDatabase; attacker: Attacker }> {
  const db = await cloneDatabase();
  const attacker = await Attacker.connect(db.url);
  expect(await attacker.try(undefined, [`select identity.replace_sandbox('ours')`])).toBe('let it pass');
  expect(await attacker.try(undefined, [`select identity.replace_sandbox('theirs')`])).toBe('let it pass');
  await newSociety(db.dataSource, 'Society of Film Makers');
  expect(await attacker.try(OURS, ROWS)).toBe('let it pass');
  return { db, attacker };
}

export function result(distribution: number, collection: number, gross: number, deducted: number): string {
  return `insert into distribution.pool_result (distribution_id, collection_id, gross_minor, deducted_minor, net_minor, points)
    values (${distribution}, ${collection}, ${gross}, ${deducted}, ${gross - deducted}, 1)`;
}

export function event(distribution: number, ordinal: number, state: string): string {
  const inputs = state === 'calculated' || state === 'approved' ? `'inputs'` : 'null';
  return `insert into distribution.distribution_event (distribution_id, ordinal, state, actor, inputs_sha256)
    values (${distribution}, ${ordinal}, '${state}', 'anna', ${inputs})`;
}

export function taken(distribution: number, collection: number, amount: number): string {
  return `insert into distribution.deduction_taken (distribution_id, collection_id, deduction_id, amount_minor)
    values (${distribution}, ${collection}, 1, ${amount})`;
}

export function allocated(distribution: number, collection: number, party: number, amount: number): string {
  return `insert into distribution.allocation (distribution_id, collection_id, beneficiary_kind, party_id, points, amount_minor, rounding_unit)
    values (${distribution}, ${collection}, 'party', ${party}, 1, ${amount}, false)`;
}

type Side = readonly [account: number, currency: string, debit: number, credit: number];

export function postings(transaction: number, ...sides: readonly Side[]): string {
  const rows = sides.map(
    ([account, currency, debit, credit], ordinal) =>
      `(${transaction}, ${ordinal + 50}, ${account}, '${currency}', ${debit}, ${credit})`,
  );
  return `insert into ledger.posting (transaction_id, ordinal, account_id, currency, debit_minor, credit_minor) values ${rows.join(', ')}`;
}
