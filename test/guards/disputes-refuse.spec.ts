import { FILE } from '../support/repertoire.js';
import { APPROVER, move, repertoireAttacks, SHA, step, SYSTEM } from '../support/repertoire-attacks.js';

const { refuses, answer, as, numberOf } = repertoireAttacks();

/** One of two claims that exceed 100 % together. */
const GONE = `update repertoire.claim set superseded_at = now() where code = 'c2' and superseded_at is null`;

describe('The database refuses in a dispute', () => {
  const notified = { evidence_due: `'2026-06-30'`, decision_due: `'2026-12-31'` };
  refuses([
    ['a step that there is not', 'dispute_event_move_known', move('kite', 3, 'notified', 'open')],
    [
      'a step that is another’s to take',
      'dispute_event_move_known',
      move('kite', 3, 'notified', 'recommended', { role: `'H'` }),
    ],
    ['a step from a state in which it is not', 'dispute_event_follows', move('kite', 3, 'evidence', 'recommended')],
    ['a step that leaves out a number', 'dispute_event_follows', move('kite', 4, 'notified', 'recommended')],
    ['a step without an actor', 'dispute_event_said', move('kite', 3, 'notified', 'recommended', { actor: `''` })],
    [
      'deadlines out of order',
      'dispute_event_deadlines_in_order',
      move('kite', 3, 'notified', 'notified', { ...SYSTEM, ...notified, decision_due: `'2026-01-01'` }),
    ],
    [
      'deadlines of what is not notified',
      'dispute_event_deadlines_when_notified',
      move('kite', 3, 'notified', 'recommended', notified),
    ],
    [
      'shares as binary floats',
      'dispute_event_overlaps_exact',
      move('kite', 3, 'notified', 'notified', { ...SYSTEM, '"overlaps"': `'[{"share": 120}]'` }),
    ],
    ['an end without an outcome', 'dispute_event_outcome_when_resolved', GONE, move('kite', 3, 'notified', 'resolved')],
    [
      'an outcome that there is not',
      'dispute_event_outcome_known',
      GONE,
      move('kite', 3, 'notified', 'resolved', { outcome: `'dice'` }),
    ],
    [
      'a person to settle it as if by itself',
      'dispute_event_adjusted_by_claims',
      GONE,
      move('kite', 3, 'notified', 'resolved', { outcome: `'adjusted'` }),
    ],
    [
      'a recommendation to be followed that was not made',
      'dispute_event_recommendation_made',
      GONE,
      move('kite', 3, 'notified', 'resolved', { outcome: `'recommendation'` }),
    ],
    [
      'an end while claims exceed 100 %',
      'dispute_resolved_at_most_100',
      move('kite', 3, 'notified', 'resolved', { outcome: `'agreement'` }),
    ],
    [
      'silence to count before its deadline',
      'dispute_default_after_deadline',
      GONE,
      move('kite', 3, 'notified', 'resolved', { outcome: `'default'` }),
    ],
    [
      'it to expire before its deadline',
      'dispute_expires_after_deadline',
      move('kite', 3, 'notified', 'expired', SYSTEM),
    ],
    [
      'half a hash',
      'dispute_evidence_hashed',
      `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by) values (:kite, :jade, 'abc', 'x', 'me')`,
    ],
    [
      'the same file twice',
      'dispute_evidence_once',
      ...Array<string>(2).fill(
        `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by) values (:kite, :jade, ${SHA}, 'x', 'me')`,
      ),
    ],
    [
      'an argument after its end',
      'dispute_over',
      GONE,
      move('kite', 3, 'notified', 'resolved', { outcome: `'court'` }),
      `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by) values (:kite, :jade, ${SHA}, 'x', 'me')`,
    ],
    [
      'a notification of nothing',
      'notification_of_one_thing',
      `insert into repertoire.notification (party_id, kind) values (:jade, 'dispute.notified')`,
    ],
    [
      'an import of something else',
      'import_kind_known',
      `insert into repertoire.import (kind, file_sha256, created, changed, same, imported_by) values ('licences', ${SHA}, 0, 0, 0, 'me')`,
    ],
  ]);

  it.each([
    `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by) values (:kite, (select party_id from repertoire.party where code = 'sister'), ${SHA}, 'x', 'me')`,
    `update repertoire.mandate set valid_to = null`,
    `update repertoire.dispute_event set outcome = null`,
    `delete from repertoire.mandate_withdrawal`,
    `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, role, actor, reason, happened_at) values (:draft, 2, 'draft', 'discarded', 'RO', 'me', 'x', '2020-01-01')`,
  ])('what is nobody’s: %s', async (statement) => {
    expect(await answer(statement)).toEqual({ constraint: undefined, code: '42501' });
  });
});

describe('A holder’s connection', () => {
  const asHolder = (party: string, statement: string) => as('holder', party, statement);

  it.each([
    ['its mandates and none of others', 'select code from repertoire.mandate', []],
    ['no history of others', 'select actor from repertoire.mandate_event', []],
    ['the disputes that it is in', 'select count(*)::integer from repertoire.dispute', [2]],
    ['of their claims its own', 'select claim from repertoire.dispute_claim order by 1', ['c2', 's1']],
    ['how to reach its rivals', 'select contact from repertoire.rivals(:kite)', ['rights@jade.example']],
    ['what it was told', 'select distinct party_id from repertoire.notification', [0]],
  ])('sees %s', async (_what, statement, seen) => {
    expect(await asHolder('lin', statement)).toEqual(seen.map((one) => (one === 0 ? numberOf('lin') : one)));
  });

  it('sees no rivals of a dispute that it is not in', async () => {
    expect(await asHolder('jade', 'select name from repertoire.rivals(:salt)')).toEqual([]);
    expect(await asHolder('jade', 'select dispute_id from repertoire.dispute where dispute_id = :salt')).toEqual([]);
  });

  it.each([
    ['approves its own mandate', step('signed', 3, 'signed', 'active', APPROVER)],
    ['acts as an officer', step('draft', 2, 'draft', 'signed', { file_sha256: SHA, signed_on: `'2026-01-15'` })],
    ['files an agreement', step('sister', 3, 'signed', 'active', { ...APPROVER, filed_on: `'2026-01-01'` })],
    ['marks a tail', `insert into repertoire.mandate_tail (mandate_id, marked_by, reason) values (:active, 'me', 'x')`],
    ['resolves a dispute', move('kite', 3, 'notified', 'resolved', { outcome: `'agreement'` })],
    [
      'brings evidence for a rival',
      `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by) values (:kite, :lin, ${SHA}, 'x', 'me')`,
    ],
    [
      'brings evidence elsewhere',
      `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by) values (:salt, :jade, ${SHA}, 'x', 'me')`,
    ],
    [
      'joins a dispute that is not its own',
      `insert into repertoire.dispute_claim (dispute_id, claim, party_id, stance) values (:salt, 'c1', :jade, 'contesting')`,
    ],
    [
      'opens one in another’s name',
      `insert into repertoire.dispute (work_id, "right", origin, opened_for) select work_id, 'rental', 'contested', :lin from repertoire.work`,
    ],
    [
      'writes notifications',
      `insert into repertoire.notification (party_id, kind, dispute_id) values (:jade, 'dispute.expired', :kite)`,
    ],
    ['sees imports', 'select kind from repertoire.import'],
    ['withdraws a claim by itself', 'update repertoire.claim set superseded_at = now()'],
  ])('is refused when it %s', async (_what, statement) => {
    expect(await asHolder('jade', statement)).toBe('42501');
  });

  it('signs its own draft, gives notice of its own mandate, and touches no other’s', async () => {
    const signed = { role: `'H'`, file_sha256: `decode('${FILE}', 'hex')`, signed_on: `'2026-01-15'` };
    expect(await asHolder('jade', step('draft', 2, 'draft', 'signed', signed))).toEqual([]);
    expect(await asHolder('lin', step('draft', 2, 'draft', 'signed', signed))).not.toEqual([]);
    const today = `(now() at time zone 'UTC')::date`;
    const notice = (party: string) =>
      asHolder(
        party,
        `insert into repertoire.mandate_withdrawal (mandate_id, line, notified_on, ends_on, role, actor, reason)
         values (:active, 1, ${today}, repertoire.notice_end(${today}, 6, false), 'H', 'client:x', 'we leave')`,
      );
    expect(await notice('jade')).toEqual([]);
    expect(await notice('lin')).not.toEqual([]);
  });
});

describe('The public’s connection', () => {
  it('sees no mandate, and only the term of one that is in force', async () => {
    const asPublic = (statement: string) => as('public', undefined, statement);
    expect(await asPublic('select code from repertoire.mandate')).toBe('42501');
    expect(await asPublic('select name from repertoire.rivals(:kite)')).toBe('42501');
    const terms = `select valid_from::text from repertoire.mandate_term(:jade, 'rental', (select work_id from repertoire.work limit 1))`;
    expect(await asPublic(terms)).toEqual(['2026-01-01']);
  });
});
