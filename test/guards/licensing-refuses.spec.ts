import { licensingAttacks, step } from '../support/licensing-attacks.js';

const { refuses, refusesToOthers, forbids, answer } = licensingAttacks();

const system = { role: `'system'` };
const licensee = { role: `'licensee'` };

/** A licence as a folder brings it, in force from its first row on. */
function imported(code: string, validTo: string): string {
  return `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to,
    currency, metric) values ('${code}', :licensee, '{svod}', true, '{}', '2020-01-01', '${validTo}', 'EUR', 'views')`;
}

describe('The database refuses a step of a licence', () => {
  refuses([
    ['that there is not', 'licence_transition_move_fkey', step(':draft', 2, 'draft', 'active')],
    ['back to a draft', 'licence_transition_move_fkey', step(':active', 4, 'active', 'draft')],
    ['that is another’s to take', 'licence_transition_move_fkey', step(':offered', 3, 'offered', 'active')],
    [
      'by the calendar, taken by a person',
      'licence_transition_move_fkey',
      imported('over', '2020-12-31'),
      step(`(select licence_id from licensing.licence where code = 'over')`, 1, 'active', 'expired'),
    ],
    ['from a state in which it is not', 'licence_transition_follows', step(':draft', 2, 'offered', 'withdrawn')],
    ['that leaves out a number', 'licence_transition_follows', step(':offered', 4, 'offered', 'withdrawn')],
    ['that was taken already', 'licence_transition_follows', step(':offered', 2, 'draft', 'offered')],
    ['without a reason', 'licence_transition_said', step(':offered', 3, 'offered', 'withdrawn', { reason: `''` })],
    ['without an actor', 'licence_transition_said', step(':offered', 3, 'offered', 'withdrawn', { actor: `''` })],
    ['to suspended without a cause', 'licence_suspension_has_cause', step(':active', 4, 'active', 'suspended')],
    [
      'to suspended for a cause that there is not',
      'licence_suspension_has_cause',
      step(':active', 4, 'active', 'suspended', { cause: `'dislike'` }),
    ],
    [
      'to expired before its term is over',
      'licence_expires_after_its_term',
      imported('running', '2999-12-31'),
      step(`(select licence_id from licensing.licence where code = 'running')`, 1, 'active', 'expired', system),
    ],
    [
      'to lapsed while its offer stands',
      'licence_lapses_after_its_offer',
      step(':offered', 3, 'offered', 'lapsed', system),
    ],
    [
      'to active without a certificate',
      'licence_active_has_certificate',
      step(':offered', 3, 'offered', 'active', licensee),
    ],
    ['of an imported licence, as if it were new', 'licence_transition_follows', step(':imported', 1, 'none', 'draft')],
  ]);

  it.each([['actor'], ['reason'], ['role'], ['from_state'], ['to_state']])('without %s', async (column) => {
    const statement = step(':offered', 3, 'offered', 'withdrawn', { [column]: 'null' });
    // A null is refused before or by the check of what follows what, whichever the server comes to first.
    expect(await answer(statement)).toMatchObject({
      code: expect.stringMatching(/^23(502|514)$/) as string,
    });
  });

  forbids([
    ['at a time that the application chose', step(':offered', 3, 'offered', 'withdrawn', { at: `'2020-01-01'` })],
    ['that is changed afterwards', `update licensing.licence_transition set reason = 'no'`],
    ['that is deleted', 'delete from licensing.licence_transition'],
    ['that is made possible first', `insert into licensing.move values ('licence', 'expired', 'active', 'system')`],
  ]);
});

describe('The database refuses to grant', () => {
  refuses([
    ['outside the approved scope', 'licence_within_scope', step(':world', 2, 'draft', 'offered')],
    ['a use that the tariff does not price', 'licence_within_tariff', step(':screening', 2, 'draft', 'offered')],
    ['beside an exclusive licence', 'licence_exclusives_apart', step(':beside', 2, 'draft', 'offered')],
    ['at a discount that nobody approved', 'licence_off_tariff_approved', step(':cheap', 2, 'draft', 'offered')],
    ['a renewal that overlaps what it renews', 'licence_renewal_follows', step(':early', 2, 'draft', 'offered')],
    [
      'for longer than the society decided',
      'licence_term_at_most',
      `insert into profile.society_rule (setting, valid_from, amount, source, decided_by)
       values ('licence_term_months_most', '2026-01-01', 12, 'resolution', 'wang')`,
      step(':long', 2, 'draft', 'offered'),
    ],
    [
      'an exclusive licence where the law forbids it',
      'licence_exclusive_allowed',
      `insert into profile.society_profile (jurisdiction, valid_from, reason, decided_by) values ('CN', '2026-01-01', 'moved', 'wang')`,
      'update licensing.licence_terms set exclusive = true where licence_id = :draft',
      step(':draft', 2, 'draft', 'offered'),
    ],
    [
      'on the quote of another licensee',
      'licence_quote_is_its_licensees',
      `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to,
         currency, metric) select 'theirs', licensee_id, '{rental}', false, '{CN}', '2026-01-01', '2026-12-31', 'CNY', 'views'
       from licensing.licensee where name = 'Rail'`,
      `insert into licensing.licence_terms (licence_id, quote_id, exclusive, report_every_months)
       select licence_id, :free, false, 3 from licensing.licence where code = 'theirs'`,
      step(`(select licence_id from licensing.licence where code = 'theirs')`, 1, 'none', 'draft'),
      step(`(select licence_id from licensing.licence where code = 'theirs')`, 2, 'draft', 'offered'),
    ],
    [
      'to answer the application of another licensee',
      'licence_application_is_its_licensees',
      `insert into licensing.application (licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to, exclusive,
         metric, inputs) select licensee_id, '{rental}', false, '{CN}', '2026-01-01', '2026-12-31', false, 'views', '{}'
       from licensing.licensee where name = 'Rail'`,
      `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to,
         currency, metric) values ('mixed', :licensee, '{rental}', false, '{CN}', '2026-01-01', '2026-12-31', 'CNY', 'views')`,
      `insert into licensing.licence_terms (licence_id, quote_id, application_id, exclusive, report_every_months)
       select licence_id, :free, (select max(application_id) from licensing.application), false, 3
       from licensing.licence where code = 'mixed'`,
      step(`(select licence_id from licensing.licence where code = 'mixed')`, 1, 'none', 'draft'),
      step(`(select licence_id from licensing.licence where code = 'mixed')`, 2, 'draft', 'offered'),
    ],
    [
      'with terms that a licence got later',
      'licence_terms_from_the_start',
      `insert into licensing.licence_terms (licence_id, quote_id, exclusive, report_every_months) values (:imported, :free, false, 3)`,
    ],
  ]);
});

describe('The database refuses terms', () => {
  refuses([
    [
      'of a draft made exclusive without a word',
      'licence_change_recorded',
      'update licensing.licence_terms set exclusive = true where licence_id = :draft',
    ],
    [
      'of a draft changed without a word',
      'licence_change_recorded',
      `update licensing.licence set valid_to = '2026-06-30' where licence_id = :draft`,
    ],
    [
      'changed after acceptance',
      'licence_terms_frozen',
      `update licensing.licence set valid_to = '2099-12-31' where licence_id = :active`,
    ],
    [
      'changed while on offer',
      'licence_terms_frozen',
      `update licensing.licence set use_types = '{svod}' where licence_id = :offered`,
    ],
    [
      'of an import changed',
      'licence_terms_frozen',
      `update licensing.licence set currency = 'USD' where licence_id = :imported`,
    ],
    [
      'made exclusive later',
      'licence_terms_frozen',
      'update licensing.licence_terms set exclusive = true where licence_id = :active',
    ],
    [
      'with a cheaper quote later',
      'licence_terms_frozen',
      'update licensing.licence_terms set quote_id = :free where licence_id = :active',
    ],
  ]);

  forbids([
    ['handed to another licensee', 'update licensing.licence set licensee_id = 2 where licence_id = :draft'],
    ['under another id', `update licensing.licence set code = 'other' where licence_id = :draft`],
    ['deleted', 'delete from licensing.licence where licence_id = :draft'],
    ['whose checks are switched off', 'alter table licensing.licence disable trigger all'],
  ]);
});

describe('The database refuses to another society', () => {
  refusesToOthers([
    ['to move a licence', 'licence_transition_follows', step(':offered', 3, 'offered', 'withdrawn')],
    [
      'to make a licence of a quote',
      'licence_terms_quote_fkey',
      `insert into licensing.licensee (name) values ('Own')`,
      `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to,
         currency, metric) select 'own', licensee_id, '{rental}', true, '{}', '2026-01-01', '2026-12-31', 'CNY', 'views'
       from licensing.licensee`,
      `insert into licensing.licence_terms (licence_id, quote_id, exclusive, report_every_months)
       select licence_id, :free, false, 3 from licensing.licence`,
    ],
    [
      'to add a version to a tariff',
      'tariff_version_tariff_fkey',
      `insert into licensing.tariff_version (tariff_id, version, "right", use_types, territories_except, territory_codes,
         currency, formula, resolution_number, resolution_on, made_by)
       values (1, 9, 'rental', '{rental}', true, '{}', 'CNY', '{"kind": "unit_rate"}', '1', '2025-01-01', 'eve')`,
    ],
    [
      'to approve a discount',
      'quote_approval_quote_fkey',
      `insert into licensing.quote_approval (quote_id, made_by, approved_by, reason) values (:discounted, 'lin', 'eve', 'ours')`,
    ],
  ]);
});
