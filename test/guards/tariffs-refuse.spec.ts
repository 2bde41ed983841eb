import { applied, licensingAttacks } from '../support/licensing-attacks.js';

const { refuses, forbids, answer } = licensingAttacks();

describe('The database refuses a tariff', () => {
  const publish = (by: string, from = '2026-01-01') =>
    `insert into licensing.tariff_publication (tariff_version_id, tariff_id, made_by, valid_from, published_by)
     select tariff_version_id, tariff_id, made_by, '${from}', '${by}' from licensing.tariff_version where made_by = 'mallory'`;
  const version = (formula: string, right = 'rental') =>
    `insert into licensing.tariff_version (tariff_id, version, "right", use_types, territories_except, territory_codes, currency,
       formula, resolution_number, resolution_on, made_by)
     select tariff_id, 2, '${right}', '{rental}', true, '{}', 'CNY', '${formula}', '1', '2025-01-01', 'mallory'
     from licensing.tariff where code = 'cfca-rental'`;
  const sound = '{"kind": "unit_rate", "inputs": [], "factors": [], "rate": "1"}';

  const versionOf = `(select tariff_version_id from licensing.tariff_version where made_by = 'mallory')`;
  const taken = (ordinal: number, from: string, to: string, by: string, role = 'licensing_officer') =>
    `insert into licensing.tariff_transition (tariff_version_id, ordinal, from_state, to_state, role, actor, reason)
     values (${versionOf}, ${ordinal}, '${from}', '${to}', '${role}', '${by}', 'because')`;
  const published = (by: string) => [
    taken(1, 'draft', 'submitted', 'lin'),
    taken(2, 'submitted', 'published', by, 'approver'),
  ];
  const change = `update licensing.tariff_version set currency = 'EUR' where made_by = 'mallory'`;

  refuses([
    [
      'ended on a day that is over',
      'tariff_publication_only_ends',
      `update licensing.tariff_publication set valid_to = '2020-01-01'`,
    ],
    [
      'withdrawn and in force all the same',
      'tariff_ended_has_last_day',
      version(sound),
      ...published('eve'),
      publish('eve'),
      taken(3, 'published', 'withdrawn', 'eve', 'approver'),
    ],
    ['ended without a word', 'tariff_end_recorded', `update licensing.tariff_publication set valid_to = '2099-12-31'`],
    [
      'in force for longer than announced',
      'tariff_publication_only_ends',
      version(sound),
      ...published('eve'),
      publish('eve')
        .replace('valid_from, published_by', 'valid_from, valid_to, published_by')
        .replace("'2026-01-01', 'eve'", "'2026-01-01', '2098-12-31', 'eve'"),
      `update licensing.tariff_publication set valid_to = '2099-12-31' where made_by = 'mallory'`,
    ],
    ['published without a step', 'tariff_publication_of_submitted', version(sound), publish('eve')],
    [
      'published by another than the step says',
      'tariff_publication_of_submitted',
      ...[version(sound), ...published('eve'), publish('wang')],
    ],
    [
      'published by whoever changed it',
      'tariff_publication_by_another',
      version(sound),
      taken(1, 'draft', 'draft', 'eve'),
      taken(2, 'draft', 'submitted', 'lin'),
      taken(3, 'submitted', 'published', 'eve', 'approver'),
      publish('eve'),
    ],
    ['published on no day', 'tariff_published_has_days', version(sound), ...published('eve')],
    ['changed without a word', 'tariff_change_recorded', version(sound), change],
    [
      'changed after it was submitted',
      'tariff_version_frozen',
      version(sound),
      taken(1, 'draft', 'submitted', 'lin'),
      change,
    ],
    [
      'changed to price two rights',
      'tariff_version_use_types_of_right',
      version(sound),
      taken(1, 'draft', 'draft', 'lin'),
      `update licensing.tariff_version set use_types = '{svod}' where made_by = 'mallory'`,
    ],
    [
      'moved from a state in which it is not',
      'tariff_transition_follows',
      version(sound),
      taken(1, 'submitted', 'draft', 'lin'),
    ],
    [
      'published by an officer',
      'tariff_transition_move_fkey',
      version(sound),
      taken(1, 'draft', 'submitted', 'lin'),
      taken(2, 'submitted', 'published', 'lin'),
    ],
    [
      'moved without a reason',
      'tariff_transition_said',
      version(sound),
      taken(1, 'draft', 'submitted', 'lin').replace("'because'", "''"),
    ],
    ['published by its maker', 'tariff_publication_by_another', version(sound), publish('mallory')],
    [
      'in force before a version that there is',
      'tariff_publication_goes_forward',
      version(sound),
      publish('eve', '2019-01-01'),
    ],
    [
      'in force before its resolution',
      'tariff_publication_after_resolution',
      version(sound),
      publish('eve', '2024-12-31'),
    ],
    ['whose figures are binary floats', 'tariff_version_formula_exact', version(sound.replace('"1"', '0.075'))],
    ['of an unknown kind', 'tariff_version_formula_known', version(sound.replace('unit_rate', 'whim'))],
    ['of two rights', 'tariff_version_use_types_of_right', version(sound, 'broadcasting')],
    [
      'published as if somebody else had made it',
      'tariff_publication_version_fkey',
      version(sound),
      publish('mallory').replace("made_by, '2026", `'eve', '2026`),
    ],
  ]);

  forbids([
    ['whose number is changed', `update licensing.tariff_version set version = 7`],
    ['whose steps are changed', `update licensing.tariff_transition set reason = 'no'`],
    ['whose first day is changed', `update licensing.tariff_publication set valid_from = '2020-01-02'`],
    ['deleted', 'delete from licensing.tariff_version'],
  ]);
});

describe('The database refuses a quote', () => {
  const quote = (changes: Record<string, string> = {}, said = '5') => {
    const content = `jsonb_build_object('tariffVersionId', :version, 'currency', 'CNY', 'amountMinor', '${said}', 'tariffMinor', '5', 'validUntil', '2026-12-31')::text`;
    const row: Record<string, string> = {
      ...{
        licensee_id: ':licensee',
        tariff_version_id: ':version',
        priced_on: `'2026-01-01'`,
        valid_until: `'2026-12-31'`,
      },
      ...{ currency: `'CNY'`, tariff_minor: '5', amount_minor: '5', made_by: `'mallory'`, content },
      ...{ sha256: `encode(sha256(convert_to(${content}, 'UTF8')), 'hex')` },
      ...changes,
    };
    return `insert into licensing.quote (${Object.keys(row).join(', ')}) select ${Object.values(row).join(', ')}`;
  };

  it('but lets a sound one pass', async () => {
    expect(await answer(quote())).toBe('let it pass');
  });

  refuses([
    ['on a day when its tariff was not in force', 'quote_on_tariff_in_force', quote({ priced_on: `'2019-12-31'` })],
    ['in another currency', 'quote_on_tariff_in_force', quote({ currency: `'USD'` })],
    ['above the tariff', 'quote_amounts_in_order', quote({ amount_minor: '6', off_tariff_reason: `'greed'` })],
    ['below zero', 'quote_amounts_in_order', quote({ amount_minor: '-1', off_tariff_reason: `'gift'` })],
    ['below the tariff without a reason', 'quote_off_tariff_reasoned', quote({ amount_minor: '4' }, '4')],
    ['whose text says another amount', 'quote_content_says_the_same', quote({ tariff_minor: '7', amount_minor: '7' })],
    ['whose hash is of another text', 'quote_hash_is_of_content', quote({ sha256: `repeat('0', 64)` })],
    [
      'whose discount its maker approves',
      'quote_approval_by_another',
      `insert into licensing.quote_approval (quote_id, made_by, approved_by, reason) values (:discounted, 'lin', 'lin', 'fine')`,
    ],
    [
      'whose discount is approved as if somebody else had made it',
      'quote_approval_quote_fkey',
      `insert into licensing.quote_approval (quote_id, made_by, approved_by, reason) values (:discounted, 'eve', 'lin', 'fine')`,
    ],
  ]);

  forbids([['that is changed', 'update licensing.quote set amount_minor = 1']]);
});

describe('The database refuses a step of an application', () => {
  refuses([
    [
      'that there is not',
      'application_transition_move_fkey',
      applied(2, 'received', 'received', { answer_due: `'2026-01-31'` }),
    ],
    ['from a state in which it is not', 'application_transition_follows', applied(2, 'incomplete', 'received')],
    ['to refused without a code', 'application_refusal_coded', applied(2, 'received', 'refused')],
    [
      'to refused for a code that there is not',
      'application_refusal_coded',
      applied(2, 'received', 'refused', { refusal_code: `'mood'` }),
    ],
    ['to incomplete without saying what is missing', 'application_missing_named', applied(2, 'received', 'incomplete')],
    [
      'to incomplete for lack of nothing',
      'application_missing_named',
      applied(2, 'received', 'incomplete', { missing: `'{}'` }),
    ],
    [
      'completed by figures that are binary floats',
      'application_supplied_exact',
      applied(2, 'received', 'incomplete', { missing: `'{outlets}'` }),
      applied(3, 'incomplete', 'received', {
        ...{ role: `'licensee'`, answer_due: `'2026-02-28'` },
        supplied: `'{"outlets": 0.1}'`,
      }),
    ],
    ['to offered without an offer', 'application_offered_with_licence', applied(2, 'received', 'offered')],
    [
      'without a reason',
      'application_transition_said',
      applied(2, 'received', 'refused', { reason: `''`, refusal_code: `'unreasonable'` }),
    ],
  ]);

  forbids([
    ['at a time that the application chose', applied(2, 'received', 'offered', { at: `'2020-01-01'` })],
    ['that is changed', `update licensing.application_transition set answer_due = '2099-12-31'`],
    ['whose wish is changed', `update licensing.application set valid_to = '2099-12-31'`],
  ]);
});

describe('The database refuses a certificate', () => {
  const certificate = (licence: string, code: string, content = '{}') =>
    `insert into licensing.certificate (licence_id, code, content, sha256)
     values (${licence}, '${code}', '${content}', encode(sha256(convert_to('${content}', 'UTF8')), 'hex'))`;
  const code = `1${'-0000'.repeat(8)}`;

  refuses([
    ['of a licence that is not active', 'certificate_of_active_licence', certificate(':offered', code)],
    [
      'that says otherwise than the terms',
      'certificate_of_active_licence',
      certificate(':active', code, '{"licence": "other"}'),
    ],
  ]);

  forbids([
    ['that is changed', `update licensing.certificate set content = '{}'`],
    ['that is deleted', 'delete from licensing.certificate'],
  ]);
});

describe('The database refuses a rule profile', () => {
  forbids([
    [
      'whose law a society writes',
      `insert into profile.jurisdiction_rule values ('CN', 'offer_valid_days', '2030-01-01', null, 1, null, 'law', 'me')`,
    ],
    ['whose law a society changes', `update profile.jurisdiction_rule set amount = 99`],
    ['that is changed backwards', `update profile.society_profile set jurisdiction = 'EU'`],
  ]);

  refuses([
    [
      'with a number where the law alone decides',
      'society_rule_is_the_societys',
      `insert into profile.society_rule (setting, valid_from, amount, source, decided_by) values ('film_protection_years', '2026-01-01', 1, 'us', 'us')`,
    ],
    [
      'without a source',
      'society_rule_sourced',
      `insert into profile.society_rule (setting, valid_from, amount, source, decided_by) values ('offer_valid_days', '2026-01-01', 1, '', 'us')`,
    ],
  ]);
});
