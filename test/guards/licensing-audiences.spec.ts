import { QueryFailedError } from 'typeorm';
import type { Scope } from '../../src/platform/database/database.js';
import { LicensingDesk } from '../support/licensing-desk.js';

let desk: LicensingDesk;
let other: LicensingDesk;
let stream: Scope;
let rail: Scope;
let anybody: Scope;
/** Of Stream: a licence that was accepted, one that is a draft, and the code of the certificate. */
let mine: { active: string; draft: string; code: string; application: string };

beforeAll(async () => {
  desk = await LicensingDesk.open();
  other = await LicensingDesk.in(desk.service);
  const { society } = desk;
  stream = { society, licensee: await desk.licensee('Stream') };
  rail = { society, licensee: await desk.licensee('Rail') };
  anybody = { society, audience: 'public' };
  const { licence: active } = await desk.active();
  const discount = { amount: '1.00', reason: 'pilot' };
  const { licence: draft, quote } = await desk.drafted({ discount });
  await desk.post(`/v1/quotes/${quote}/approval`, { reason: 'agreed' }, desk.tokens.AP);
  const offered = await desk.drafted({ discount });
  await desk.post(`/v1/quotes/${offered.quote}/approval`, { reason: 'agreed' }, desk.tokens.AP);
  await desk.post(`/v1/licences/${offered.licence}/offer`, { reason: 'go' }, desk.tokens.LO);
  const { code } = await desk.get(`/v1/licences/${active}/certificate`, desk.tokens.LO);
  const { id: application } = await desk.post('/v1/applications', desk.application(), desk.tokens.stream);
  await desk.draftedTariff('unpublished');
  mine = { active, draft, code, application };
});
afterAll(() => desk?.close());

/** How the database answers: the first column of all rows, or the constraint or SQLSTATE of its refusal. */
async function as(scope: Scope, statement: string): Promise<unknown> {
  const filled = statement
    .replaceAll(':active', `(select licence_id from licensing.licence where code = '${mine.active}')`)
    .replaceAll(':application', mine.application)
    .replaceAll(':stream', String(stream.licensee));
  try {
    return await desk.service.db.database.write(scope, async (tx) => {
      const rows = await tx.query<object[]>(filled);
      return rows.map((row) => Object.values(row)[0] as unknown);
    });
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    const { constraint, code } = error.driverError as { constraint?: string; code: string };
    return constraint ?? code;
  }
}

describe('The database shows a licensee', () => {
  it.each([
    ...['licensee', 'licence', 'licence_terms', 'licence_transition', 'licence_standing', 'quote', 'quote_approval'],
    ...['application', 'application_transition', 'application_standing', 'certificate'],
  ])('its own rows of licensing.%s, and none of another’s', async (table) => {
    const count = `select count(*)::integer from licensing.${table}`;
    const [ofStream] = (await as(stream, count)) as [number];
    const [ofRail] = (await as(rail, count)) as [number];
    expect([ofStream > 0, ofRail]).toEqual([true, table === 'licensee' ? 1 : 0]);
  });

  it('no draft, nor the quote of one', async () => {
    const codes = (await as(stream, 'select code from licensing.licence')) as string[];
    expect(codes).toContain(mine.active);
    expect(codes).not.toContain(mine.draft);
    expect(await as(stream, 'select count(*)::integer from licensing.quote')).toEqual([codes.length]);
  });

  it.each([
    ['who made a tariff', 'select made_by from licensing.tariff_version'],
    ['who published it', 'select published_by from licensing.tariff_publication'],
    ['what may be licensed', 'select source from licensing.approved_scope'],
    ['what the society decided', 'select source from profile.society_rule'],
    ['the steps of tariffs', 'select reason from licensing.tariff_transition'],
  ])('not %s', async (_what, statement) => {
    expect(await as(stream, statement)).toBe('42501');
  });
});

describe('The database refuses a licensee', () => {
  const transition = (role: string, licence = ':active') =>
    `insert into licensing.licence_transition (licence_id, ordinal, from_state, to_state, role, actor, reason)
     select ${licence}, 4, 'active', 'terminated', '${role}', 'client:x', 'because'`;
  const apply = (licensee: string) =>
    `insert into licensing.application (licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to, exclusive,
       metric, inputs) values (${licensee}, '{rental}', true, '{}', '2027-01-01', '2027-12-31', false, 'views', '{}')`;

  it.each([
    ['to make a quote', `insert into licensing.quote (licensee_id) values (:stream)`],
    ['to draft a licence', `insert into licensing.licence (code) values ('mine')`],
    ['to change one', `update licensing.licence set valid_to = '2099-12-31'`],
    ['to act as an officer', transition('licensing_officer')],
    ['to act as the program', transition('system')],
    ['to approve a discount', `insert into licensing.quote_approval (quote_id) values (1)`],
    ['to make a tariff', `insert into licensing.tariff (code, name) values ('mine', 'Mine')`],
    ['to take back what it said', `update licensing.application_transition set reason = 'no'`],
  ])('%s', async (_what, statement) => {
    expect(await as(stream, statement)).toBe('42501');
  });

  it('to apply for another one, or answer for it', async () => {
    expect(await as(rail, apply(':stream'))).toBe('42501');
    const answer = `insert into licensing.application_transition (application_id, ordinal, from_state, to_state, role, actor, reason)
      values (:application, 2, 'received', 'incomplete', 'licensee', 'client:x', 'because')`;
    expect(await as(rail, answer)).toBe('42501');
  });

  it('to end another’s licence, even by its number', async () => {
    const [id] = (await as(stream, 'select :active')) as [number];
    expect(await as(rail, transition('licensee', String(id)))).toBe('42501');
  });

  it('to issue a certificate that says what it likes', async () => {
    const offered = `(select licence_id from licensing.licence_standing where state = 'offered')`;
    const forged = `insert into licensing.certificate (licence_id, code, content, sha256)
      select ${offered}, '${desk.society}${'-0000'.repeat(8)}', '{}', encode(sha256('{}'), 'hex')`;
    expect(await as(stream, forged)).toBe('certificate_of_active_licence');
  });

  it('to accept without a certificate', async () => {
    const accept = `insert into licensing.licence_transition (licence_id, ordinal, from_state, to_state, role, actor, reason)
      select licence_id, 3, 'offered', 'active', 'licensee', 'client:x', 'accepted'
      from licensing.licence_standing where state = 'offered'`;
    expect(await as(stream, accept)).toBe('licence_active_has_certificate');
  });
});

describe('The database lets a licensee', () => {
  it('end its own licence', async () => {
    const terminate = `insert into licensing.licence_transition (licence_id, ordinal, from_state, to_state, role, actor, reason)
      select :active, 4, 'active', 'terminated', 'licensee', 'client:x', 'notice'`;
    expect(await as(stream, terminate)).toEqual([]);
    expect(await as(stream, 'select state from licensing.licence_standing where licence_id = :active')).toEqual([
      'terminated',
    ]);
  });
});

describe('The database shows the public', () => {
  it('published tariffs, and no draft', async () => {
    expect(await as(anybody, 'select code from licensing.tariff')).toEqual(['rental']);
    expect(await as(anybody, 'select version from licensing.tariff_version')).toEqual([1]);
    expect(await as(anybody, 'select count(*)::integer from licensing.published_tariff')).toEqual([1]);
  });

  it('a certificate to who has its code, without the price', async () => {
    const byCode = (code: string) => `select content::text from licensing.certificate_by_code('${code}')`;
    const [content] = (await as(anybody, byCode(mine.code))) as [string];
    expect(content).toContain(mine.active);
    expect(content).not.toMatch(/fee|3000|quote/);
    expect(await as({ ...anybody, society: other.society }, byCode(mine.code))).toEqual([]);
  });

  it.each([
    'select made_by from licensing.tariff_version',
    'select code from licensing.certificate',
    'select code from licensing.licence',
    'select content from licensing.quote',
    'select inputs from licensing.application',
    'select name from licensing.licensee',
    `select licensing.shown_to_licensee(1)`,
  ])('nothing else: %s', async (statement) => {
    expect(await as(anybody, statement)).toBe('42501');
  });
});
