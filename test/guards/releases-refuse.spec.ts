import { event, OURS, postings, result, taken } from '../support/posted-database.js';
import { attacks } from '../support/refusals.js';

const { refuses, forbids, attacker } = attacks();

const run = (id: number, kind: string, of: string) =>
  `insert into distribution.distribution (distribution_id, kind, rule_set_id, ${of.split(' ')[0]}) overriding system value
   values (${id}, '${kind}', 1, ${of.split(' ')[1]})`;
const pool = (id: number, follows: number | null) =>
  `insert into distribution.pool (distribution_id, collection_id, follows) values (${id}, 2, ${follows})`;
const held = (id: number, ...amounts: [suspense: string, amount: number][]) =>
  `insert into distribution.allocation (distribution_id, collection_id, beneficiary_kind, party_id, suspense, points, amount_minor, rounding_unit)
   values ${amounts
     .map(([who, amount]) =>
       who === 'chen'
         ? `(${id}, 2, 'party', 1, null, 0.5, ${amount}, false)`
         : `(${id}, 2, 'suspense', null, '${who}', 0.5, ${amount}, false)`,
     )
     .join(', ')}`;
const transaction = (id: number) =>
  `insert into ledger.transaction (transaction_id, code, booked_on, memo) overriding system value
   values (${id}, '${id}:Q2', '2026-07-01', 'Books')`;
const posted = (id: number, transactionId: number | null = id) =>
  `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id) values (${id}, 2, ${transactionId})`;

/** Distribution 70 is in the books: of 20.00 it holds 5.00 as unclaimed and 10.00 as disputed. */
const HOLDING = [
  run(70, 'normal', 'reverses null'),
  event(70, 1, 'open'),
  pool(70, null),
  result(70, 2, 2000, 0),
  held(70, ['chen', 500], ['unclaimed', 500], ['disputed', 1000]),
  event(70, 2, 'calculated'),
  event(70, 3, 'posted'),
  `insert into ledger.account (account_id, code) overriding system value
   values (70, 'liabilities:suspense:unclaimed'), (71, 'liabilities:suspense:disputed')`,
  transaction(70),
  postings(70, [1, 'EUR', 2000, 0], [3, 'EUR', 0, 500], [70, 'EUR', 0, 500], [71, 'EUR', 0, 1000]),
  posted(70),
];
/** An adjustment of it that gives the 10.00, up to where it is calculated. */
const adjusted = (id: number, ...amounts: [string, number][]) => [
  run(id, 'adjustment', 'adjusts 70'),
  event(id, 1, 'open'),
  pool(id, 70),
  result(id, 2, 1500, 0),
  held(
    id,
    ...(amounts.length > 0
      ? amounts
      : ([
          ['chen', 1000],
          ['unclaimed', 500],
        ] as [string, number][])),
  ),
];
const books = (id: number) => [
  event(id, 2, 'calculated'),
  event(id, 3, 'posted'),
  transaction(id),
  postings(id, [70, 'EUR', 500, 0], [71, 'EUR', 1000, 0], [3, 'EUR', 0, 1000], [70, 'EUR', 0, 500]),
  posted(id),
];
/** One that gives nothing to anybody, so that suspense holds what it held, whole and in the books. */
const idle = (id: number) => [
  ...adjusted(id, ['unclaimed', 500], ['disputed', 1000]),
  ...[event(id, 2, 'calculated'), event(id, 3, 'posted'), transaction(id)],
  postings(id, [70, 'EUR', 500, 0], [71, 'EUR', 1000, 0], [70, 'EUR', 0, 500], [71, 'EUR', 0, 1000]),
  posted(id),
];
const reversal = (id: number, of: number) => [
  run(id, 'reversal', `reverses ${of}`),
  event(id, 1, 'open'),
  pool(id, null),
  event(id, 2, 'calculated'),
];

describe('The database refuses a release', () => {
  refuses([
    ['of what is not posted', 'distribution_adjusts_posted', [run(80, 'adjustment', 'adjusts 2')]],
    ['of nothing', 'distribution_adjusts_posted', [run(80, 'adjustment', 'adjusts null')]],
    ['that is called otherwise', 'distribution_adjustment_names_adjusted', [run(80, 'normal', 'adjusts 1')]],
    [
      'of a release',
      'distribution_adjusts_posted',
      [...HOLDING, ...adjusted(80), ...books(80), run(81, 'adjustment', 'adjusts 80')],
    ],
    [
      'of a suspense that is another’s',
      'pool_follows_the_last',
      [...HOLDING, ...adjusted(80).slice(0, 2), pool(80, 2)],
    ],
    ['of no suspense', 'pool_follows_the_last', [...HOLDING, ...adjusted(80).slice(0, 2), pool(80, null)]],
    [
      'by a distribution that is none',
      'pool_follows_the_last',
      [...HOLDING, run(80, 'normal', 'reverses null'), event(80, 1, 'open'), pool(80, 70)],
    ],
    [
      'of a suspense that was released',
      'pool_follows_the_last',
      [...HOLDING, ...adjusted(80), ...books(80), ...adjusted(81).slice(0, 3)],
    ],
    [
      'of more than is held',
      'pool_result_releases_what_is_held',
      [...HOLDING, ...adjusted(80).slice(0, 3), result(80, 2, 1501, 0), held(80, ['chen', 1501])],
    ],
    [
      'of less than is held',
      'pool_result_releases_what_is_held',
      [...HOLDING, ...adjusted(80).slice(0, 3), result(80, 2, 1499, 0), held(80, ['chen', 1499])],
    ],
    [
      'for other points than are held',
      'pool_result_releases_what_is_held',
      [
        ...HOLDING,
        ...adjusted(80).slice(0, 3),
        result(80, 2, 1500, 0).replace(', 1)', ', 2)'),
        held(80, ['chen', 1500]),
      ],
    ],
    [
      'that takes deductions again',
      'pool_result_deducted_once',
      [...HOLDING, ...adjusted(80).slice(0, 3), result(80, 2, 1500, 100), taken(80, 2, 100), held(80, ['chen', 1400])],
    ],
    ['that gives less than the whole', 'allocations_fill_the_net', [...HOLDING, ...adjusted(80, ['chen', 1499])]],
    [
      'twice',
      'posted_pool_released_once',
      [
        ...HOLDING,
        ...adjusted(80, ['unclaimed', 500], ['disputed', 1000]).slice(0, 3),
        ...idle(81),
        ...idle(80).slice(3),
      ],
    ],
    ['that leaves out a pool', 'distribution_wholly_posted', [...HOLDING, ...adjusted(80), ...books(80).slice(0, 2)]],
    [
      'to be taken back out of turn',
      'distribution_reversed_last_first',
      [...HOLDING, ...adjusted(80), ...books(80), ...reversal(90, 70)],
    ],
    [
      'after a reversal was opened, which then passes it over',
      'reversed_pool_is_the_last',
      [
        ...[...HOLDING, ...reversal(90, 70), ...idle(80), event(90, 3, 'posted')],
        ...[
          transaction(90),
          postings(90, [1, 'EUR', 0, 2000], [3, 'EUR', 500, 0], [70, 'EUR', 500, 0], [71, 'EUR', 1000, 0]),
        ],
        `insert into distribution.reversed_pool (distribution_id, collection_id, transaction_id) values (90, 2, 90)`,
      ],
    ],
    [
      'of a distribution that is taken back',
      'distribution_adjusts_posted',
      [
        ...[...HOLDING, ...reversal(90, 70), event(90, 3, 'posted'), transaction(90)],
        postings(90, [1, 'EUR', 0, 2000], [3, 'EUR', 500, 0], [70, 'EUR', 500, 0], [71, 'EUR', 1000, 0]),
        `insert into distribution.reversed_pool (distribution_id, collection_id, transaction_id) values (90, 2, 90)`,
        run(80, 'adjustment', 'adjusts 70'),
      ],
    ],
    [
      'whose usage was held for no reason',
      'scope_held_as_known',
      [
        `insert into distribution.scope (work_id, distribution_id, "right", segment, place, matched_until, held_as)
         values (1, 2, 'rental', 0, '', now(), 'luck')`,
      ],
    ],
    [
      'whose usage has no time',
      'scope_held_as_since',
      [
        `insert into distribution.scope (work_id, distribution_id, "right", segment, place, held_as)
         values (1, 2, 'rental', 0, '', 'disputed')`,
      ],
    ],
  ]);

  forbids([['to move by hand whose suspense holds it', 'update distribution.collection set held_in = 1']]);

  it('and lets the true one pass, be taken back, and be made anew', async () => {
    const back = (id: number, of: number) => [
      ...[...reversal(id, of), event(id, 3, 'posted'), transaction(id)],
      postings(id, [70, 'EUR', 0, 500], [71, 'EUR', 0, 1000], [3, 'EUR', 1000, 0], [70, 'EUR', 500, 0]),
      `insert into distribution.reversed_pool (distribution_id, collection_id, transaction_id) values (${id}, 2, ${id})`,
    ];
    const whole = [...HOLDING, ...adjusted(80), ...books(80), ...back(90, 80), ...adjusted(82), ...books(82)];
    expect(await attacker().try(OURS, whole)).toBe('let it pass');
    expect(
      await attacker().read(
        OURS,
        `select format('%s %s', posted_in, held_in) from distribution.collection where code = 'Q2'`,
      ),
    ).toBe('70 82');
  });
});

describe('The database refuses to suspense', () => {
  const stray = (...sides: Parameters<typeof postings>[1][]) => [
    `insert into ledger.account (account_id, code) overriding system value values (75, 'liabilities:suspense:undistributed')`,
    transaction(75),
    postings(75, [1, 'EUR', 100, 0], [75, 'EUR', 0, 100]),
    transaction(76),
    postings(76, ...sides),
  ];

  refuses([
    ['to fall below zero', 'suspense_not_below_zero', stray([75, 'EUR', 101, 0], [3, 'EUR', 0, 101])],
    [
      'to fall below zero in a currency that it does not hold',
      'suspense_not_below_zero',
      stray([75, 'CNY', 1, 0], [3, 'CNY', 0, 1]),
    ],
    ['to become income', 'suspense_leaves_for_holders', stray([75, 'EUR', 100, 0], [2, 'EUR', 0, 100])],
    ['to go back to the licensee', 'suspense_leaves_for_holders', stray([75, 'EUR', 100, 0], [1, 'EUR', 0, 100])],
    [
      'to become income beside what a party gets',
      'suspense_leaves_for_holders',
      stray([75, 'EUR', 100, 0], [3, 'EUR', 0, 99], [2, 'EUR', 0, 1]),
    ],
  ]);
});

describe('The database refuses a decision about a title', () => {
  const decision = (
    work: number,
    outcome = 'confirmed',
    more: { reason?: string; by?: string; licensee?: number } = {},
  ) =>
    `insert into matching.decision (licensee_id, resource_id, title, year, work_id, outcome, reason, decided_by)
     values (${more.licensee ?? 1}, '', 'Farewell', '', ${work}, '${outcome}', '${more.reason ?? 'seen'}', '${more.by ?? 'anna'}')`;
  const second = `insert into repertoire.work (work_id, code, work_type) overriding system value values (77, 'second', 'short')`;

  refuses([
    ['of another outcome', 'decision_outcome_known', [decision(1, 'perhaps')]],
    ['without a reason', 'decision_with_reason', [decision(1, 'rejected', { reason: '' })]],
    ['by nobody', 'decision_by_someone', [decision(1, 'rejected', { by: '' })]],
    ['of a work that is not there', 'decision_work_fkey', [decision(99)]],
    ['of a licensee that is not there', 'decision_licensee_fkey', [decision(1, 'confirmed', { licensee: 99 })]],
    ['twice for one work', 'decision_once', [decision(1, 'rejected'), decision(1)]],
    ['for two works', 'decision_confirmed_once', [second, decision(1), decision(77)]],
    [
      'as another kind of match',
      'match_method_known',
      [`insert into matching.match (item_id, work_id, method) values (10000000002, 1, 'guess')`],
    ],
  ]);

  forbids([
    ['to be changed', `update matching.decision set outcome = 'rejected'`],
    ['to be deleted', 'delete from matching.decision'],
  ]);
});
