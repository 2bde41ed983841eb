import pg from 'pg';
import { Attacker } from '../support/attack.js';
import { FILE, RepertoireHouse } from '../support/repertoire.js';

let house: RepertoireHouse;
/** Someone who got hold of the application's connection, and of a holder's. */
let attacker: Attacker;
let thief: pg.Client;
/** Numbers of mandates and disputes by the names that attacks give them. */
const ids: Record<string, number> = {};

const SHA = `sha256('x')`;
/** One of two claims that exceed 100 % together. */
const GONE = `update repertoire.claim set superseded_at = now() where code = 'c2' and superseded_at is null`;

beforeAll(async () => {
  house = await RepertoireHouse.open();
  attacker = await Attacker.connect(house.service.db.url);
  thief = new pg.Client({ connectionString: house.service.db.loginUrl });
  await thief.connect();
  const lines = [
    { right: 'rental', consentOn: '2026-01-10' },
    { right: 'broadcasting', consentOn: '2026-01-10' },
  ];
  await house.mandate('draft', 'jade', 'draft');
  await house.mandate('signed', 'jade', 'signed');
  await house.mandate('future', 'jade', 'signed', { lines: [{ right: 'rental', consentOn: '2999-01-01' }] });
  await house.mandate('long', 'jade', 'signed', { noticeMonths: 7 });
  await house.mandate('sister', 'sister', 'signed', { kind: 'representation_agreement' });
  await house.mandate('active', 'jade', 'active', { lines });
  await house.mandate('over', 'jade', 'active', { validTo: '2026-02-01' });
  await house.mandate('exclusive', 'jade', 'active', {
    exclusive: true,
    lines: [{ right: 'rental', consentOn: '2026-01-10', territories: 'FR DE' }],
  });
  await house.mandate('second', 'jade', 'signed', {
    exclusive: true,
    lines: [{ right: 'rental', consentOn: '2026-01-10', territories: '* -DE' }],
  });
  await house.claim('c1', 'jade', '60');
  await house.claim('c2', 'lin', '60');
  await house.post('/v1/works', { id: 'salt', title: 'Salt Road' }, 201);
  await house.claim('s1', 'lin', '60', { work: 'salt' });
  await house.claim('s2', 'sister', '60', { work: 'salt' });
  const rows = await house.service.db.database.read(house.society, (tx) =>
    tx.query<{ name: string; id: number }[]>(
      `select code as name, mandate_id as id from repertoire.mandate
       union all select w.code, d.dispute_id from repertoire.dispute d join repertoire.work w using (work_id)
       union all select code, party_id from repertoire.party where code <> 'sister'`,
    ),
  );
  for (const { name, id } of rows) ids[name] = id;
});
afterAll(async () => {
  await attacker?.close();
  await thief?.end();
  await house?.close();
});

const filled = (text: string) => text.replace(/(?<!:):([a-z]+)/g, (_, name: string) => String(ids[name]));

function step(mandate: string, ordinal: number, from: string, to: string, more: Record<string, string> = {}): string {
  const row = { role: `'RO'`, actor: `'client:mallory'`, reason: `'why not'`, ...more };
  return `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, ${Object.keys(row).join(', ')})
    values (:${mandate}, ${ordinal}, '${from}', '${to}', ${Object.values(row).join(', ')})`;
}

function move(dispute: string, ordinal: number, from: string, to: string, more: Record<string, string> = {}): string {
  return step(dispute, ordinal, from, to, more).replace('mandate_event (mandate_id', 'dispute_event (dispute_id');
}

const withdrawal = (mandate: string, notified: string, ends: string, role = 'RO') =>
  `insert into repertoire.mandate_withdrawal (mandate_id, line, notified_on, ends_on, role, actor, reason)
   values (:${mandate}, 1, '${notified}', '${ends}', '${role}', 'client:mallory', 'why not')`;
const mandate = (columns: string, values: string) =>
  `insert into repertoire.mandate (code, party_id, kind, exclusive, valid_from, notice_months, notice_to_year_end, terms_shown,
   consented_deductions${columns}) values (${values})`;

type Attack = readonly [what: string, constraint: string, ...statements: string[]];
function refuses(attacks: readonly Attack[]): void {
  it.each(attacks)('%s (%s)', async (_what, constraint, ...statements) => {
    expect(await attacker.try(house.society, statements.map(filled))).toMatchObject({ constraint });
  });
}

const approver = { role: `'AP'`, actor: `'client:approver'` };
const system = { role: `'SYS'` };

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
    const other = await RepertoireHouse.open(house.service, 'Another society');
    const theirs = await other.number('party', 'jade');
    const statement = mandate('', `'x', ${theirs}, 'mandate', false, '2026-01-01', 1, false, 'R', '{}'`);
    expect(await attacker.try(house.society, [filled(statement)])).toEqual({ constraint: undefined, code: '42501' });
  });
});

describe('The database refuses a step of a mandate', () => {
  refuses([
    ['that there is not', 'mandate_event_move_known', step('draft', 2, 'draft', 'active', approver)],
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
      step('sister', 3, 'signed', 'active', approver),
    ],
    [
      'into force of an agreement that will be filed',
      'mandate_agreement_filed',
      step('sister', 3, 'signed', 'active', { ...approver, filed_on: `'2999-01-01'` }),
    ],
    ['into force before it is consented to', 'mandate_consented', step('future', 3, 'signed', 'active', approver)],
    [
      'into force with more notice than the law allows',
      'mandate_notice_at_most',
      step('long', 3, 'signed', 'active', approver),
    ],
    [
      'into force beside an exclusive one of the same party',
      'mandate_exclusives_apart',
      step('second', 3, 'signed', 'active', approver),
    ],
    [
      'into notice while lines are in force',
      'mandate_notice_of_all_lines',
      step('active', 4, 'active', 'notice_given'),
    ],
    [
      'to its end before its days are over',
      'mandate_ends_after_its_days',
      step('active', 4, 'active', 'ended', system),
    ],
    ['to its end before its tail is marked', 'mandate_tail_marked', step('over', 4, 'active', 'ended', system)],
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
      move('kite', 3, 'notified', 'notified', { ...system, ...notified, decision_due: `'2026-01-01'` }),
    ],
    [
      'deadlines of what is not notified',
      'dispute_event_deadlines_when_notified',
      move('kite', 3, 'notified', 'recommended', notified),
    ],
    [
      'shares as binary floats',
      'dispute_event_overlaps_exact',
      move('kite', 3, 'notified', 'notified', { ...system, '"overlaps"': `'[{"share": 120}]'` }),
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
      move('kite', 3, 'notified', 'expired', system),
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
    expect(await attacker.try(house.society, [filled(statement)])).toEqual({ constraint: undefined, code: '42501' });
  });
});

describe('A holder’s connection', () => {
  /** The rows, or how the database refused. */
  async function asHolder(party: string, statement: string): Promise<unknown> {
    await thief.query('begin');
    try {
      await thief.query('set local role cineledger_holder');
      await thief.query(`set local app.society = '${house.society}'`);
      await thief.query(`set local app.party = '${ids[party]}'`);
      return (await thief.query<unknown[]>({ text: filled(statement), rowMode: 'array' })).rows.map(([first]) => first);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return error.constraint ?? error.code;
    } finally {
      await thief.query('rollback');
    }
  }

  it.each([
    ['its mandates and none of others', 'select code from repertoire.mandate', []],
    ['no history of others', 'select actor from repertoire.mandate_event', []],
    ['the disputes that it is in', 'select count(*)::integer from repertoire.dispute', [2]],
    ['of their claims its own', 'select claim from repertoire.dispute_claim order by 1', ['c2', 's1']],
    ['how to reach its rivals', 'select contact from repertoire.rivals(:kite)', ['rights@jade.example']],
    ['what it was told', 'select distinct party_id from repertoire.notification', [0]],
  ])('sees %s', async (_what, statement, seen) => {
    expect(await asHolder('lin', statement)).toEqual(seen.map((one) => (one === 0 ? ids['lin'] : one)));
  });

  it('sees no rivals of a dispute that it is not in', async () => {
    expect(await asHolder('jade', 'select name from repertoire.rivals(:salt)')).toEqual([]);
    expect(await asHolder('jade', 'select dispute_id from repertoire.dispute where dispute_id = :salt')).toEqual([]);
  });

  it.each([
    ['approves its own mandate', step('signed', 3, 'signed', 'active', approver)],
    ['acts as an officer', step('draft', 2, 'draft', 'signed', { file_sha256: SHA, signed_on: `'2026-01-15'` })],
    ['files an agreement', step('sister', 3, 'signed', 'active', { ...approver, filed_on: `'2026-01-01'` })],
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
    const asPublic = async (statement: string) => {
      await thief.query('begin');
      try {
        await thief.query('set local role cineledger_public');
        await thief.query(`set local app.society = '${house.society}'`);
        return (await thief.query<unknown[]>({ text: filled(statement), rowMode: 'array' })).rows;
      } catch (error) {
        return (error as pg.DatabaseError).code;
      } finally {
        await thief.query('rollback');
      }
    };
    expect(await asPublic('select code from repertoire.mandate')).toBe('42501');
    expect(await asPublic('select name from repertoire.rivals(:kite)')).toBe('42501');
    const terms = `select valid_from::text from repertoire.mandate_term(:jade, 'rental', (select work_id from repertoire.work limit 1))`;
    expect(await asPublic(terms)).toEqual([['2026-01-01']]);
  });
});
