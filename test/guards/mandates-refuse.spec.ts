import { RepertoireHouse } from '../support/repertoire.js';
import { APPROVER, repertoireAttacks, SHA, step, SYSTEM } from '../support/repertoire-attacks.js';

const { refuses, answer, house } = repertoireAttacks();

const withdrawal = (mandate: string, notified: string, ends: string, role = 'RO') =>
  `insert into repertoire.mandate_withdrawal (mandate_id, line, notified_on, ends_on, role, actor, reason)
   values (:${mandate}, 1, '${notified}', '${ends}', '${role}', 'client:mallory', 'why not')`;
const mandate = (columns: string, values: string) =>
  `insert into repertoire.mandate (code, party_id, kind, exclusive, valid_from, notice_months, notice_to_year_end, terms_shown,
   consented_deductions${columns}) values (${values})`;

describe('The database refuses a mandate', () => {
  refuses([
    [
      'of a kind that there is not',
      'mandate_kind_known',
      mandate('', `'x', :jade, 'promise', false, '2026-01-01', 1, false, 'R', '{}'`),
    ],
    [
      'that ends before it starts',
      'mandate_term_in_order',
      mandate(', valid_to', `'x', :jade, 'mandate', false, '2026-01-01', 1, false, 'R', '{}', '2025-01-01'`),
    ],
    [
      'with less than no notice',
      'mandate_notice_not_negative',
      mandate('', `'x', :jade, 'mandate', false, '2026-01-01', -1, false, 'R', '{}'`),
    ],
    [
      'of which nobody was shown the terms',
      'mandate_terms_shown',
      mandate('', `'x', :jade, 'mandate', false, '2026-01-01', 1, false, '', '{}'`),
    ],
    [
      'of a holder that consents like a sister society',
      'mandate_consents_of_sister',
      mandate('', `'x', :jade, 'mandate', false, '2026-01-01', 1, false, 'R', '{reserve}'`),
    ],
    [
      'that consents to the admin fee',
      'mandate_consents_known',
      mandate('', `'x', :jade, 'representation_agreement', false, '2026-01-01', 1, false, 'R', '{admin_fee}'`),
    ],
    [
      'of an id that is taken',
      'mandate_code_unique',
      mandate('', `'active', :jade, 'mandate', false, '2026-01-01', 1, false, 'R', '{}'`),
    ],
    [
      'a line of which covers nothing',
      'mandate_line_covers_something',
      `insert into repertoire.mandate_line (mandate_id, ordinal, "right", territories_except, territory_codes, consent_on) values (:draft, 9, 'rental', false, '{}', '2026-01-01')`,
    ],
    [
      'a line of which comes later',
      'mandate_lines_from_the_start',
      `insert into repertoire.mandate_line (mandate_id, ordinal, "right", territories_except, territory_codes, consent_on) values (:draft, 9, 'rental', true, '{}', '2026-01-01')`,
    ],
  ]);

  it('of a party of another society', async () => {
    const other = await RepertoireHouse.open(house().service, 'Another society');
    const theirs = await other.number('party', 'jade');
    const statement = mandate('', `'x', ${theirs}, 'mandate', false, '2026-01-01', 1, false, 'R', '{}'`);
    expect(await answer(statement)).toEqual({ constraint: undefined, code: '42501' });
  });
});

describe('The database refuses a step of a mandate', () => {
  refuses([
    ['that there is not', 'mandate_event_move_known', step('draft', 2, 'draft', 'active', APPROVER)],
    ['that is another’s to take', 'mandate_event_move_known', step('signed', 3, 'signed', 'active')],
    ['from a state in which it is not', 'mandate_event_follows', step('draft', 2, 'signed', 'discarded')],
    ['that leaves out a number', 'mandate_event_follows', step('draft', 3, 'draft', 'discarded')],
    ['that was taken already', 'mandate_event_follows', step('signed', 2, 'draft', 'discarded')],
    ['without a reason', 'mandate_event_said', step('draft', 2, 'draft', 'discarded', { reason: `''` })],
    ['to signed without a file', 'mandate_event_signature_shown', step('draft', 2, 'draft', 'signed')],
    [
      'to signed with half a hash',
      'mandate_event_file_hashed',
      step('draft', 2, 'draft', 'signed', { file_sha256: `'abc'`, signed_on: `'2026-01-15'` }),
    ],
    [
      'to signed on a day to come',
      'mandate_signed_in_the_past',
      step('draft', 2, 'draft', 'signed', { file_sha256: SHA, signed_on: `'2999-01-01'` }),
    ],
    [
      'to discarded with a filing',
      'mandate_event_filing_when_active',
      step('draft', 2, 'draft', 'discarded', { filed_on: `'2026-01-01'` }),
    ],
    [
      'into force by its maker',
      'mandate_approved_by_another',
      step('signed', 3, 'signed', 'active', {
        role: `'AP'`,
        actor: `(select actor from repertoire.mandate_event where mandate_id = :signed and ordinal = 1)`,
      }),
    ],
    [
      'into force of an agreement that was not filed',
      'mandate_agreement_filed',
      step('sister', 3, 'signed', 'active', APPROVER),
    ],
    [
      'into force of an agreement that will be filed',
      'mandate_agreement_filed',
      step('sister', 3, 'signed', 'active', { ...APPROVER, filed_on: `'2999-01-01'` }),
    ],
    ['into force before it is consented to', 'mandate_consented', step('future', 3, 'signed', 'active', APPROVER)],
    [
      'into force with more notice than the law allows',
      'mandate_notice_at_most',
      step('long', 3, 'signed', 'active', APPROVER),
    ],
    [
      'into force beside an exclusive one of the same party',
      'mandate_exclusives_apart',
      step('second', 3, 'signed', 'active', APPROVER),
    ],
    [
      'into notice while lines are in force',
      'mandate_notice_of_all_lines',
      step('active', 4, 'active', 'notice_given'),
    ],
    [
      'to its end before its days are over',
      'mandate_ends_after_its_days',
      step('active', 4, 'active', 'ended', SYSTEM),
    ],
    ['to its end before its tail is marked', 'mandate_tail_marked', step('over', 4, 'active', 'ended', SYSTEM)],
  ]);
});

describe('The database refuses a withdrawal', () => {
  refuses([
    [
      'of a mandate that is not in force',
      'mandate_withdrawn_while_active',
      withdrawal('signed', '2026-03-31', '2026-09-30'),
    ],
    ['that ends later than agreed', 'mandate_withdrawal_as_agreed', withdrawal('active', '2026-03-31', '2026-10-01')],
    ['that ends earlier than agreed', 'mandate_withdrawal_as_agreed', withdrawal('active', '2026-03-31', '2026-09-29')],
    ['told on a day to come', 'mandate_withdrawal_as_agreed', withdrawal('active', '2999-03-31', '2999-09-30')],
    ['that a holder dates back', 'mandate_withdrawal_as_agreed', withdrawal('active', '2026-03-31', '2026-09-30', 'H')],
    ['by nobody who may', 'mandate_withdrawal_role_known', withdrawal('active', '2026-03-31', '2026-09-30', 'AP')],
  ]);
});
