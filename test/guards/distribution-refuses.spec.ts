import { event, OURS, postings } from '../support/posted-database.js';
import { attacks } from '../support/refusals.js';

const { refuses, forbids, attacker, db } = attacks();

/** Distribution 90 takes back distribution 1, up to where it is in the books. */
const REVERSAL = [
  `insert into distribution.distribution (distribution_id, kind, rule_set_id, reverses) overriding system value
   values (90, 'reversal', 1, 1)`,
  event(90, 1, 'open'),
  `insert into distribution.pool (distribution_id, collection_id) values (90, 1)`,
  event(90, 2, 'calculated'),
  event(90, 3, 'posted'),
];
const TRANSACTION = `insert into ledger.transaction (transaction_id, code, booked_on, memo) overriding system value
  values (90, '90:Q1', '2026-05-01', 'Reversal')`;
const OPPOSITE = postings(90, [1, 'EUR', 0, 1000], [2, 'EUR', 100, 0], [3, 'EUR', 900, 0]);
const reversed = (collection: number, transaction: number | null) =>
  `insert into distribution.reversed_pool (distribution_id, collection_id, transaction_id)
   values (90, ${collection}, ${transaction})`;
const statement = (distribution: number, more = '') =>
  `insert into statements.statement (distribution_id, party_id, party_name, lines, totals, head, csv_gzip, csv_sha256)
   values (${distribution}, 1, 'Chen', 1, '[]', '{}', '\\x00', repeat('a', 64)) ${more}`;

describe('The database refuses a collection', () => {
  refuses([
    [
      'to be changed once it is in the books',
      'collection_not_of_posted_distribution',
      [`update distribution.collection set amount_minor = 1 where code = 'Q1'`],
    ],
    [
      'another day of the same licence',
      'collection_periods_apart',
      [`update distribution.collection set period_start = '2026-03-31' where code = 'Q2'`],
    ],
    [
      'an empty bank reference',
      'collection_bank_reference_says_something',
      [`update distribution.collection set bank_reference = '' where code = 'Q2'`],
    ],
    [
      'to be counted back',
      'collection_version_counts',
      [`update distribution.collection set version = 0 where code = 'Q2'`],
    ],
  ]);
});

describe('The database refuses a reversal', () => {
  const kind = (name: string, reverses: string) =>
    `insert into distribution.distribution (kind, rule_set_id, reverses) values ('${name}', 1, ${reverses})`;

  refuses([
    ['of what is not posted', 'distribution_reverses_posted', [kind('reversal', '2')]],
    ['of nothing', 'distribution_reverses_posted', [kind('reversal', 'null')]],
    ['that is called otherwise', 'distribution_reversal_names_reversed', [kind('normal', '1')]],
    ['of another kind', 'distribution_kind_known', [kind('undo', 'null')]],
    ['a second time', 'distribution_reversed_once', [kind('reversal', '1'), kind('reversal', '1')]],
    ['that leaves out a pool', 'distribution_wholly_posted', REVERSAL],
    [
      'before it is posted',
      'reversed_pool_of_posted_distribution',
      [...REVERSAL.slice(0, 4), TRANSACTION, OPPOSITE, reversed(1, 90)],
    ],
    [
      'by other accounts',
      'reversed_pool_books_the_opposite',
      [...REVERSAL, TRANSACTION, postings(90, [1, 'EUR', 0, 1000], [2, 'EUR', 1000, 0]), reversed(1, 90)],
    ],
    ['by the transaction that it reverses', 'reversed_pool_books_the_opposite', [...REVERSAL, reversed(1, 1)]],
    ['without a transaction', 'reversed_pool_books_the_opposite', [...REVERSAL, reversed(1, null)]],
    ['of a pool that is none of its', 'reversed_pool_pool_fkey', [...REVERSAL, reversed(2, null)]],
  ]);

  it('and lets the true one pass, after which the collection can be posted again and the reversal cannot', async () => {
    const whole = [...REVERSAL, TRANSACTION, OPPOSITE, reversed(1, 90)];
    expect(await attacker().try(OURS, whole)).toBe('let it pass');
    expect(await attacker().read(OURS, `select posted_in is null from distribution.collection where code = 'Q1'`)).toBe(
      true,
    );
    expect(await attacker().try(OURS, [reversed(1, 90)])).not.toBe('let it pass');
    expect(await attacker().try(OURS, [kind('reversal', '90')])).toMatchObject({
      constraint: 'distribution_reverses_posted',
    });
  });
});

describe('The database refuses a statement', () => {
  refuses([
    ['of a distribution that is not posted', 'statement_of_posted_distribution', [statement(2)]],
    ['twice for one party', 'statement_once', [statement(1), statement(1)]],
    ['whose content is not hashed', 'statement_csv_hashed', [statement(1).replace('64', '63')]],
    ['of less than no lines', 'statement_lines_counted', [statement(1).replace(`1, '[]'`, `-1, '[]'`)]],
    [
      'of another party than there is',
      'statement_party_fkey',
      [statement(1).replace('values (1, 1,', 'values (1, 99,')],
    ],
    [
      'that holds works before they are posted',
      'held_work_of_posted_distribution',
      [
        `insert into statements.held_work (distribution_id, collection_id, work_id, "right", reason, points, exact_amount)
         values (2, 2, 1, 'rental', 'disputed', 1, 1)`,
      ],
    ],
    [
      'that holds works for no reason',
      'held_work_reason_known',
      [
        `insert into statements.held_work (distribution_id, collection_id, work_id, "right", reason, points, exact_amount)
         values (1, 1, 1, 'rental', 'luck', 1, 1)`,
      ],
    ],
    [
      'that holds less than nothing',
      'held_work_amount_not_negative',
      [
        `insert into statements.held_work (distribution_id, collection_id, work_id, "right", reason, points, exact_amount)
         values (1, 1, 1, 'rental', 'disputed', 1, -1)`,
      ],
    ],
  ]);

  forbids([
    ['to be changed', `update statements.statement set totals = '[]'`],
    ['to be deleted', 'delete from statements.statement'],
    ['to be deleted from what is held', 'delete from statements.held_work'],
  ]);

  it.each([
    // In a society that is no sandbox, by the owner of the tables.
    `update statements.statement set lines = 0`,
    `delete from statements.statement`,
  ])('to its owner too: %s', async (change) => {
    const society = 3;
    const work = db().dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${society}'`);
      await tx.query(`insert into repertoire.party (code, name, kind) values ('p', 'P', 'person')`);
      await tx.query(`insert into distribution.rule_set (version, recorded_by) values (1, 'anna')`);
      await tx.query(`insert into distribution.rule_set_publication (rule_set_id, resolution, published_by)
        select max(rule_set_id), 'no. 4', 'bela' from distribution.rule_set`);
      await tx.query(`insert into distribution.distribution (kind, rule_set_id)
        select 'normal', max(rule_set_id) from distribution.rule_set`);
      const run = `(select max(distribution_id) from distribution.distribution)`;
      await tx.query(`insert into distribution.distribution_event (distribution_id, ordinal, state, actor)
        select ${run}, 1, 'open', 'anna'`);
      await tx.query(`insert into distribution.distribution_event (distribution_id, ordinal, state, actor, inputs_sha256)
        select ${run}, 2, 'calculated', 'anna', 'x'`);
      await tx.query(
        `insert into distribution.gate (distribution_id, ordinal, gate, measured, most) select ${run}, 2, 'g', 0, 0`,
      );
      await tx.query(`insert into distribution.distribution_event (distribution_id, ordinal, state, actor, inputs_sha256)
        select ${run}, 3, 'approved', 'bela', 'x'`);
      await tx.query(`insert into distribution.distribution_event (distribution_id, ordinal, state, actor)
        select ${run}, 4, 'posted', 'clock'`);
      await tx.query(`insert into statements.statement (distribution_id, party_id, party_name, lines, totals, head, csv_gzip, csv_sha256)
        select ${run}, max(party_id), 'P', 1, '[]', '{}', '\\x00', repeat('a', 64) from repertoire.party`);
      await tx.query(change);
    });
    await expect(work).rejects.toMatchObject({ driverError: { constraint: 'statement_kept' } });
  });
});

describe('The database refuses a waiver', () => {
  const measured = [
    `insert into distribution.pool_result (distribution_id, collection_id, gross_minor, deducted_minor, net_minor, points)
     values (2, 2, 2000, 0, 2000, 1)`,
    `insert into distribution.allocation (distribution_id, collection_id, beneficiary_kind, party_id, points, amount_minor, rounding_unit)
     values (2, 2, 'party', 1, 1, 2000, false)`,
    event(2, 2, 'calculated'),
    `insert into distribution.gate (distribution_id, ordinal, gate, measured, most) values (2, 2, 'g', 2, 1)`,
  ];
  const waiver = (actor: string) =>
    `insert into distribution.gate_waiver (distribution_id, ordinal, gate, actor, reason) values (2, 2, 'g', '${actor}', 'why')`;

  refuses([['by whoever calculated', 'gate_waived_by_another', [...measured, waiver('anna')]]]);
});
