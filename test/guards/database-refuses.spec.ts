import { attacks } from '../support/refusals.js';
import { allocated, event, OURS, postings, result, taken } from '../support/posted-database.js';

const { refuses, forbids, attacker } = attacks();

describe('The database refuses books', () => {
  const open = `insert into ledger.transaction (transaction_id, code, booked_on, memo) overriding system value values (900, 'X', '2026-03-31', '')`;

  refuses([
    ['that do not balance', 'transaction_balanced', [open, postings(900, [1, 'EUR', 1000, 0], [3, 'EUR', 0, 999])]],
    [
      'that balance only across currencies',
      'transaction_balanced',
      [open, postings(900, [1, 'EUR', 1000, 0], [3, 'USD', 0, 1000])],
    ],
    [
      'that get a further side after they were posted',
      'transaction_balanced',
      [`insert into ledger.posting values (1, 9, 1, 3, 'EUR', 0, 1)`],
    ],
    [
      'that grow after they were posted, though they stay balanced',
      'transaction_posted_once',
      [`insert into ledger.posting values (1, 8, 1, 1, 'EUR', 7, 0), (1, 9, 1, 3, 'EUR', 0, 7)`],
    ],
    ['without a posting', 'transaction_has_postings', [open]],
    ['with both sides on one posting', 'posting_one_side', [open, postings(900, [1, 'EUR', 5, 5])]],
    ['with neither side on a posting', 'posting_one_side', [open, postings(900, [1, 'EUR', 0, 0])]],
    ['with a negative side', 'posting_one_side', [open, postings(900, [1, 'EUR', -5, 0], [3, 'EUR', 0, -5])]],
    [
      'of a transaction that nobody opened',
      'posting_of_known_transaction_and_account',
      [postings(901, [1, 'EUR', 5, 0], [3, 'EUR', 0, 5])],
    ],
    [
      'on an account that nobody opened',
      'posting_of_known_transaction_and_account',
      [open, postings(900, [77, 'EUR', 5, 0], [3, 'EUR', 0, 5])],
    ],
    [
      'of the same name twice',
      'transaction_code_unique',
      [`insert into ledger.transaction (code, booked_on, memo) values ('Q1', '2026-03-31', '')`],
    ],
    ['on an account of no class', 'account_class_known', [`insert into ledger.account (code) values ('pocket:mine')`]],
  ]);

  forbids([
    ['whose postings are changed', 'update ledger.posting set credit_minor = credit_minor + 1'],
    ['whose postings are deleted', 'delete from ledger.posting'],
    ['whose postings are truncated', 'truncate ledger.posting'],
    ['whose transactions are changed', `update ledger.transaction set booked_on = '2020-01-01'`],
    ['whose transactions are deleted', 'delete from ledger.transaction'],
    ['whose checks are switched off', 'alter table ledger.posting disable trigger all'],
    ['whose checks are bypassed', `set session_replication_role = replica`],
  ]);
});

describe('The database refuses a pool', () => {
  refuses([
    ['allocated beyond its net', 'allocations_fill_the_net', [result(2, 2, 2000, 0), allocated(2, 2, 1, 2001)]],
    ['allocated short of its net', 'allocations_fill_the_net', [result(2, 2, 2000, 0), allocated(2, 2, 1, 1999)]],
    ['that nobody gets', 'pool_result_wholly_allocated', [result(2, 2, 2000, 0)]],
    [
      'with other deductions than those it says',
      'deductions_fill_the_deducted',
      [result(2, 2, 2000, 200), taken(2, 2, 199)],
    ],
    [
      'with deductions that it only says',
      'pool_result_wholly_allocated',
      [result(2, 2, 2000, 200), allocated(2, 2, 1, 1800)],
    ],
    [
      'whose net is not its gross less the deductions',
      'pool_result_net_is_gross_less_deductions',
      [
        `insert into distribution.pool_result (distribution_id, collection_id, gross_minor, deducted_minor, net_minor, points) values (2, 2, 2000, 200, 1900, 1)`,
      ],
    ],
    ['that pays a further party once it is posted', 'allocation_of_open_distribution', [allocated(1, 1, 2, 1)]],
    [
      'that pays more than its net',
      'allocations_fill_the_net',
      [result(2, 2, 2000, 0), allocated(2, 2, 1, 2000), allocated(2, 2, 2, 1)],
    ],
    [
      'that gets a result once it is calculated',
      'pool_result_of_open_distribution',
      [event(2, 2, 'calculated'), result(2, 2, 2000, 0)],
    ],
    [
      'that gets a collection once it is posted',
      'pool_of_open_distribution',
      ['insert into distribution.pool (distribution_id, collection_id) values (1, 2)'],
    ],
    [
      'posted before its distribution is',
      'posted_pool_of_posted_distribution',
      [
        result(2, 2, 2000, 0),
        allocated(2, 2, 1, 2000),
        `insert into ledger.transaction (code, booked_on, memo) values ('Q2', '2026-06-30', '')`,
        `insert into ledger.posting (transaction_id, ordinal, account_id, currency, debit_minor, credit_minor)
         select max(transaction_id), side, case side when 1 then 1 else 3 end, 'EUR', (2 - side) * 2000, (side - 1) * 2000
         from ledger.transaction cross join generate_series(1, 2) side group by side`,
        `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id)
         select 2, 2, max(transaction_id) from ledger.transaction`,
      ],
    ],
    [
      'posted but for some of its collections',
      'distribution_wholly_posted',
      [event(2, 2, 'calculated'), event(2, 3, 'posted')],
    ],
    ['discarded once it is posted', 'results_discarded_while_open', ['select distribution.discard_results(1)']],
    [
      'whose gross is not its collection',
      'pool_result_gross_is_the_collection',
      [result(2, 2, 1, 0), allocated(2, 2, 1, 1)],
    ],
    [
      'posted without a transaction',
      'posted_pool_books_its_gross',
      [
        result(2, 2, 2000, 0),
        allocated(2, 2, 1, 2000),
        `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id) values (2, 2, null)`,
      ],
    ],
    [
      'posted by the transaction of another',
      'posted_pool_books_its_gross',
      [
        result(2, 2, 2000, 0),
        allocated(2, 2, 1, 2000),
        `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id) values (2, 2, 1)`,
      ],
    ],
    [
      'weighed by no number',
      'weight_not_negative',
      [`insert into distribution.weight (rule_set_id, dimension, key, weight) values (1, 'use_type', 'svod', 'NaN')`],
    ],
    ['that pays a party twice', 'allocation_beneficiary_once', [allocated(1, 1, 1, 0)]],
    [
      'that pays somebody unknown',
      'allocation_of_known_pool_and_party',
      [result(2, 2, 2000, 0), allocated(2, 2, 77, 2000)],
    ],
    ['that takes from a party', 'allocation_not_negative', [result(2, 2, 2000, 0), allocated(2, 2, 1, -1)]],
    [
      'posted a second time',
      'posted_pool_collection_once',
      [
        result(2, 1, 1000, 0),
        allocated(2, 1, 1, 1000),
        `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id) values (2, 1, 1)`,
      ],
    ],
    [
      'with deductions above 100 % in all',
      'deductions_at_most_100',
      [
        `insert into distribution.deduction (rule_set_id, code, ordinal, kind, percent) values (1, 'more', 1, 'other', 90.000001)`,
      ],
    ],
    [
      'with deductions above 100 % for one licence',
      'deductions_at_most_100',
      [
        `insert into distribution.deduction (rule_set_id, code, ordinal, kind, percent, licence_id) values (1, 'more', 1, 'other', 90.000001, 1)`,
      ],
    ],
    [
      'with a negative deduction',
      'deduction_percent_0_to_100',
      [
        `insert into distribution.deduction (rule_set_id, code, ordinal, kind, percent) values (1, 'x', 1, 'other', -1)`,
      ],
    ],
  ]);

  forbids([
    ['whose allocations are changed', 'update distribution.allocation set amount_minor = 0'],
    ['whose allocations are deleted', 'delete from distribution.allocation'],
    ['whose result is changed', 'update distribution.pool_result set net_minor = 0'],
    ['that is posted no more', 'delete from distribution.posted_pool'],
    ['whose history is changed', `update distribution.distribution_event set actor = 'nobody'`],
    ['whose history is deleted', 'delete from distribution.distribution_event'],
    ['whose rules are changed', 'update distribution.weight set weight = 0'],
    ['whose deductions are changed', 'update distribution.deduction set percent = 0'],
    ['whose collection is put out of the books', 'update distribution.collection set posted_in = null'],
    ['whose collection is deleted', 'delete from distribution.collection'],
  ]);
});

describe('The database refuses a claim', () => {
  const claim = (share: string) =>
    `insert into repertoire.claim (code, work_id, party_id, "right", share, territories_except, territory_codes, status)
     values ('x', 1, 1, 'making_available', ${share}, true, '{}', 'asserted')`;

  refuses([
    ['of nothing', 'claim_share_above_zero_to_100', [claim('0')]],
    ['of less than nothing', 'claim_share_above_zero_to_100', [claim('-0.000001')]],
    ['of more than all', 'claim_share_above_zero_to_100', [claim('100.000001')]],
    ['of a share that is no number', 'claim_share_above_zero_to_100', [claim(`'NaN'`)]],
    ['with a seventh decimal', 'claim_share_at_most_six_decimals', [claim('33.3333333')]],
    ['under an id that is taken', 'claim_code_current', [claim('1').replace(`'x'`, `'1'`)]],
  ]);

  forbids([
    ['that is changed instead of superseded', 'update repertoire.claim set share = 1'],
    ['that is deleted', 'delete from repertoire.claim'],
  ]);

  it('but lets claims of one right add up to more than 100 %: that is a dispute', async () => {
    expect(await attacker().try(OURS, [claim('100')])).toBe('let it pass');
  });
});
