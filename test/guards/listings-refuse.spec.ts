import { QueryFailedError } from 'typeorm';
import type { Scope } from '../../src/platform/database/database.js';
import { Attacker } from '../support/attack.js';
import { listingStep, ON_AUTHORITYS_LIST, ProtectionHouse, release, releaseOf } from '../support/protection.js';

let house: ProtectionHouse;
let attacker: Attacker;
/** Numbers that attacks name: `:proposed` is the listing that is proposed, `:work` a work, and so on. */
const ids: Record<string, number | string> = {};
const filled = (text: string) => text.replace(/(?<!:):([a-z]+)/g, (_, name: string) => String(ids[name]));

beforeAll(async () => {
  house = await ProtectionHouse.open();
  await house.service('videos', 'content');
  await house.service('drive', 'storage', 'rail');
  ids['proposed'] = await house.proposed({}, 'jade');
  ids['own'] = await house.proposed({ source: 'own' });
  ids['submitted'] = await house.proposed();
  await house.ok('POST', `/v1/listings/${ids['submitted']}/submission`, 'PO', { reason: 'sent' });
  ids['listed'] = await house.listed({ releases: [release(-10, 20)] });
  ids['open'] = await house.listed({ releases: [release(10, 20)] });
  const work = await house.film();
  await house.listed({ work });
  ids['second'] = await house.proposed({ work });
  await house.ok('POST', `/v1/listings/${ids['second']}/submission`, 'PO', { reason: 'sent' });
  const [row] = await house.desk.service.db.database.read(house.society, (tx) =>
    tx.query<Record<string, number>[]>(
      `select (select work_id from repertoire.work where code = '${work}') as work,
         (select min(evidence_id) from protection.evidence where party_id is null) as evidence,
         (select duty_id from protection.duty join protection.service using (service_id)
          where listing_id = ${ids['open']} and code = 'videos') as duty,
         (select max(number) from protection.feed_entry) as last,
         (select service_id from protection.service where code = 'drive') as drive`,
    ),
  );
  Object.assign(ids, row);
  ids['newest'] = '(select max(listing_id) from protection.listing)';
  attacker = await Attacker.connect(house.desk.service.db.url);
});
afterAll(async () => {
  await attacker?.close();
  await house?.close();
});

const step = (listing: string, ordinal: number, from: string, to: string, more?: Record<string, string>) =>
  listingStep(`:${listing}`, ordinal, from, to, more);
const LISTED = ON_AUTHORITYS_LIST;
const dutyStep = (ordinal: number, from: string, to: string, role: string) =>
  `insert into protection.duty_event (duty_id, ordinal, from_state, state, role, actor, reason)
   values (:duty, ${ordinal}, '${from}', '${to}', '${role}', 'client:mallory', 'why not')`;
const evidence = (hash: string, type = 'application/pdf', bytes = 1) =>
  `insert into protection.evidence (sha256, media_type, bytes, brought_by) values (${hash}, '${type}', ${bytes}, 'client:x')`;
const LISTING = `insert into protection.listing (work_id, source) values (:work, 'own')`;

describe('Of the early-warning list the database refuses', () => {
  it.each([
    [
      'a proposal without evidence',
      'listing_proposed_with_evidence',
      LISTING,
      step('newest', 1, 'none', 'proposed', { source: `'own'` }),
    ],
    ['a step over what lies between', 'listing_event_move_known', step('proposed', 2, 'proposed', 'listed', LISTED)],
    ['a step from where it is not', 'listing_event_follows', step('proposed', 2, 'submitted', 'declined')],
    ['a second step at once', 'listing_event_follows', step('proposed', 1, 'none', 'proposed')],
    [
      'an official listing without an authority',
      'listing_event_official_by_an_authority',
      step('submitted', 3, 'submitted', 'listed'),
    ],
    [
      'one whose authority has no name',
      'listing_event_authority_named',
      step('submitted', 3, 'submitted', 'listed', { ...LISTED, authority: `''` }),
    ],
    [
      'one that was published tomorrow',
      'listing_listed_in_the_past',
      step('submitted', 3, 'submitted', 'listed', { ...LISTED, listed_on: `'2999-01-01'` }),
    ],
    [
      'that the society’s own listing passes for official',
      'listing_event_of_source_fkey',
      step('own', 2, 'proposed', 'submitted'),
    ],
    [
      'that it names an authority',
      'listing_event_official_by_an_authority',
      step('own', 2, 'proposed', 'listed', { source: `'own'`, ...LISTED }),
    ],
    ['that a work stands on a list twice', 'listing_of_a_work_once', step('second', 3, 'submitted', 'listed', LISTED)],
    ['a step without a reason', 'listing_event_said', step('proposed', 2, 'proposed', 'declined', { reason: `''` })],
    ['a step of nobody', 'listing_event_said', step('proposed', 2, 'proposed', 'declined', { actor: `''` })],
    [
      'a holder’s step beyond its proposal',
      'listing_event_move_known',
      step('proposed', 2, 'proposed', 'declined', { role: `'H'` }),
    ],
    [
      'a window before it opens',
      'listing_window_opens_by_day',
      step('listed', 4, 'listed', 'window', { role: `'SYS'` }),
    ],
    [
      'an end before the windows are over',
      'listing_ends_after_its_windows',
      step('open', 4, 'listed', 'ended', { role: `'SYS'` }),
    ],
    ['releases that no step brings', 'listing_release_of_a_step', releaseOf(':open', 9)],
    ['releases added to an earlier step', 'listing_release_of_a_step', releaseOf(':open', 3)],
    [
      'a release in a time zone of nowhere',
      'listing_release_zone_known',
      `insert into protection.listing_release (listing_id, step, line, territories_except, territory_codes, released_on, last_day, zone)
       values (:open, 4, 1, true, '{}', '2027-01-01', '2027-02-01', 'Asia/Nowhere')`,
    ],
    ['a change of releases that changes none', 'listing_releases_by_step', step('open', 4, 'listed', 'listed')],
    [
      'releases with a step that is about something else',
      'listing_releases_by_step',
      releaseOf(':proposed', 2),
      step('proposed', 2, 'proposed', 'submitted'),
    ],
    ['a listing of a work of nobody', '42501', LISTING.replace(':work', '999999')],
    ['a duty done by whoever is not its platform', 'duty_event_move_known', dutyStep(2, 'assigned', 'done', 'H')],
    ['a duty that was done before it was assigned', 'duty_event_follows', dutyStep(1, 'none', 'assigned', 'SYS')],
    ['a duty that is late before its time', 'duty_overdue_after_its_time', dutyStep(2, 'assigned', 'overdue', 'SYS')],
    [
      'a duty lifted while its listing stands',
      'duty_lifted_with_its_listing',
      dutyStep(2, 'assigned', 'lifted', 'SYS'),
    ],
    [
      'a duty made by hand',
      '42501',
      `insert into protection.duty (listing_id, service_id, task, due_at) values (:open, :drive, 'no_uploads', now())`,
    ],
    [
      'a gap in the feed',
      'feed_entry_follows',
      `insert into protection.feed_entry (number, listing_id, content) values (:last + 2, :open, '{}')`,
    ],
    [
      'an entry before the last one',
      'feed_entry_follows',
      `insert into protection.feed_entry (number, listing_id, content) values (1, :open, '{}')`,
    ],
    [
      'a service of a kind that there is not',
      'service_kind_known',
      `insert into protection.service (code, kind) values ('x', 'radio')`,
    ],
    [
      'a service that is not on the web',
      'service_version_on_the_web',
      `insert into protection.service_version (service_id, version, name, endpoint, contact, open, actor, reason) values (:drive, 2, 'x', 'file:///etc/passwd', 'x', true, 'client:x', 'x')`,
    ],
    [
      'evidence with other bytes than its hash says',
      'evidence_is_what_its_hash_says',
      evidence(`sha256('a')`),
      `insert into protection.evidence_part (evidence_id, part, bytes) select max(evidence_id), 0, 'b' from protection.evidence`,
    ],
    ['evidence without bytes', 'evidence_is_what_its_hash_says', evidence(`sha256('a')`)],
    [
      'a part added later',
      'evidence_whole_from_the_start',
      `insert into protection.evidence_part (evidence_id, part, bytes) values (:evidence, 99, 'b')`,
    ],
    ['evidence of a type that unpacks or runs', 'evidence_type_known', evidence(`sha256('a')`, 'application/zip')],
    ['evidence without bound', 'evidence_bounded', evidence(`sha256('a')`, 'application/pdf', 33_554_433)],
  ])('%s', async (_what, refusal, ...statements) => {
    const answer = await attacker.try(house.society, statements.map(filled));
    expect(typeof answer === 'string' ? answer : (answer.constraint ?? answer.code)).toBe(refusal);
  });
});

/** How the database answers: the first column of all rows, or the constraint or SQLSTATE of its refusal. */
async function as(scope: Scope, statement: string): Promise<unknown> {
  try {
    return await house.desk.service.db.database.write(scope, async (tx) => {
      const rows = await tx.query<object[]>(filled(statement));
      return Array.isArray(rows) ? rows.map((row) => Object.values(row)[0] as unknown) : rows;
    });
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    const { constraint, code } = error.driverError as { constraint?: string; code: string };
    return constraint ?? code;
  }
}

describe('Who looks in from outside', () => {
  const party = async (code: string): Promise<Scope> => {
    const [id] = (await as(
      { society: house.society },
      `select party_id from repertoire.party where code = '${code}'`,
    )) as [number];
    return { society: house.society, party: id };
  };
  const platform = async (name: string): Promise<Scope> => ({
    society: house.society,
    licensee: await house.desk.licensee(name),
  });
  const count = (table: string) => `select count(*)::integer from protection.${table}`;

  it.each([
    'listing',
    'listing_standing',
    'listing_event',
    'listing_release',
    'listing_window',
    'listing_evidence',
    'evidence',
  ])('sees as a holder its own rows of %s, and none of another’s', async (table) => {
    const [[mine], theirs] = [
      (await as(await party('jade'), count(table))) as [number],
      await as(await party('lin'), count(table)),
    ];
    expect([mine > 0, theirs]).toEqual([true, [0]]);
  });

  it.each(['service', 'service_version', 'service_standing', 'duty', 'duty_event', 'duty_standing'])(
    'sees as a platform its own rows of %s, and none of another’s',
    async (table) => {
      const [all] = (await as({ society: house.society }, count(table))) as [number];
      const [stream] = (await as(await platform('Stream'), count(table))) as [number];
      const [rail] = (await as(await platform('Rail'), count(table))) as [number];
      expect([stream > 0, rail > 0, stream + rail]).toEqual([true, true, all]);
    },
  );

  it.each([
    ['Stream', 'select 1 from protection.listing'],
    ['Stream', 'select 1 from protection.listing_evidence'],
    ['jade', 'select 1 from protection.duty'],
    ['jade', 'select 1 from protection.service'],
    ['jade', 'select * from protection.assign_duties(null, null)'],
    [
      'Stream',
      `insert into protection.duty (listing_id, service_id, task, due_at) values (:open, :drive, 'no_uploads', now())`,
    ],
    ['Stream', `insert into protection.service (code, kind, licensee_id) values ('x', 'content', null)`],
    ['Stream', `insert into protection.feed_entry (number, listing_id, content) values (:last + 1, :open, '{}')`],
    [
      'Stream',
      `insert into protection.service_version (service_id, version, name, endpoint, contact, open, actor, reason) values (:drive, 2, 'x', 'https://x', 'x', true, 'client:x', 'x')`,
    ],
    ['jade', step('proposed', 2, 'proposed', 'declined')],
    ['jade', step('own', 2, 'proposed', 'declined', { role: `'H'` })],
    [
      'jade',
      `insert into protection.listing_event (listing_id, ordinal, source, from_state, state, role, actor, reason, authority) values (:proposed, 2, 'official', 'proposed', 'submitted', 'H', 'x', 'x', 'x')`,
    ],
    ['jade', `insert into protection.listing_evidence (listing_id, evidence_id) values (:proposed, :evidence)`],
    ['lin', LISTING],
  ])('is refused as %s: %s', async (who, statement) => {
    const scope = who === 'Stream' ? await platform(who) : await party(who);
    expect(await as(scope, statement)).toBe('42501');
  });

  it('has duties assigned of no other’s service', async () => {
    const stream = await platform('Stream');
    expect(await as(stream, 'select * from protection.assign_duties(:drive, null)')).toBe('duty_of_an_own_service');
    expect(await as(stream, 'select * from protection.assign_duties(null, null)')).toBe('duty_of_an_own_service');
  });

  it('sees as anybody the feed and nothing else', async () => {
    const anybody: Scope = { society: house.society, audience: 'public' };
    expect(((await as(anybody, count('feed_entry'))) as [number])[0]).toBeGreaterThan(0);
    for (const table of ['listing', 'evidence', 'service', 'duty', 'licence_warning']) {
      expect(await as(anybody, count(table))).toBe('42501');
    }
  });
});
