import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALENDAR } from '../../src/identity/index.js';
import { addDays } from '../../src/kernel/calendar-day.js';
import { APPLICATION_MOVES, FollowLicenceCalendar, LICENCE_MOVES, TARIFF_MOVES } from '../../src/licensing/index.js';
import { APPROVER, LicensingHouse, OFFICER, WORLD } from '../support/licensing.js';
import { PROJECT } from '../support/project.js';

let house: LicensingHouse;
beforeAll(async () => {
  house = await LicensingHouse.open();
});
afterAll(() => house?.close());

const CHINA = { except: false, codes: ['CN'] };

async function accept(licenceId: number, sha256: string) {
  const licensee = await house.licensee();
  return house.act((tx) => house.services.grants.accept(tx, house.society, licensee, licenceId, sha256));
}

const stateOf = async (licenceId: number) =>
  (await house.act((tx) => house.services.grants.byId(tx, house.society, licenceId))).state;

describe('An offer', () => {
  it('can be made of a draft that was changed', async () => {
    const { licenceId, quoteId } = await house.draft('L-redrafted', { validTo: '2029-12-31' });
    const { grants } = house.services;
    const offer = () => house.act((tx) => grants.offer(tx, house.society, OFFICER, licenceId, 'go'));
    await expect(offer()).rejects.toMatchObject({ code: 'licence-too-long' });
    const terms = { quoteId: quoteId!, useTypes: ['rental'] as const, territories: CHINA, validFrom: '2026-02-01' };
    const rest = {
      validTo: '2028-01-31',
      metric: 'revenue',
      exclusive: false,
      reportEveryMonths: 1,
      statementConsent: null,
    } as const;
    const redraft = (seen: number) =>
      house.act((tx) =>
        grants.redraft(
          tx,
          house.society,
          OFFICER,
          { licenceId, seen },
          { terms: { ...terms, ...rest }, reason: 'shorter' },
        ),
      );
    await expect(redraft(7)).rejects.toMatchObject({ code: 'moved-meanwhile' });
    expect(await redraft(1)).toMatchObject({
      validTo: '2028-01-31',
      metric: 'revenue',
      reportEveryMonths: 1,
      state: 'draft',
    });
    await offer();
    await expect(redraft(3)).rejects.toMatchObject({ code: 'licence-terms-frozen' });
  });

  it('is accepted on the quote that was read, by a licensee', async () => {
    const { licenceId } = await house.offer('L-other-hash');
    await expect(accept(licenceId, 'another hash')).rejects.toMatchObject({ code: 'quote-differs' });
    await expect(
      house.act((tx) => house.services.grants.accept(tx, house.society, OFFICER, licenceId, 'x')),
    ).rejects.toMatchObject({ code: 'role-missing' });
    expect(await stateOf(licenceId)).toBe('offered');
  });

  it('below the tariff is made once another person approved', async () => {
    const discount = { amountMinor: 400_000n, reason: 'pilot of a new service' };
    const { quoteId, sha256 } = await house.quote('cfca-rental', { discount });
    const { licenceId } = await house.draft('L-discounted', { quoteId });
    const offer = () => house.act((tx) => house.services.grants.offer(tx, house.society, OFFICER, licenceId, 'go'));
    await expect(offer()).rejects.toMatchObject({ code: 'discount-not-approved' });
    await house.act((tx) => house.services.quotes.approveDiscount(tx, house.society, APPROVER, quoteId, 'agreed'));
    await offer();
    const { content } = await accept(licenceId, sha256);
    expect(JSON.parse(content)).toMatchObject({ fee: '4000.00' });
  });

  it('lapses when its last day is over, and is withdrawn before', async () => {
    const { grants, profile } = house.services;
    const waiting = await house.offer('L-waiting');
    await house.act((tx) =>
      profile.decide(tx, 'wang', { setting: 'offer_valid_days', validFrom: house.today, amount: 0, source: 'test' }),
    );
    const shortLived = await house.offer('L-short-lived');
    const moved = await house.act((tx) => grants.followCalendar(tx, house.society, addDays(house.today, 1)));
    expect(moved).toEqual([
      { licenceId: shortLived.licenceId, state: 'lapsed', reason: expect.stringMatching(/^the offer stood/) },
    ]);
    const steps = await house.act((tx) => grants.history(tx, house.society, shortLived.licenceId));
    // As the audit trail names it.
    expect(steps.at(-1)).toMatchObject({ role: 'system', actor: CALENDAR });
    await expect(accept(shortLived.licenceId, 'x')).rejects.toMatchObject({ code: 'move-not-possible' });
    await house.act((tx) => grants.withdraw(tx, house.society, OFFICER, waiting.licenceId, 'a mistake'));
    expect(await stateOf(waiting.licenceId)).toBe('withdrawn');
  });

  it.each([
    ['outside the approved scope', { territories: { except: false, codes: ['CN', 'US'] } }, 'licence-outside-scope'],
    ['for all the world but one country', { territories: { except: true, codes: ['US'] } }, 'licence-outside-scope'],
    ['before the scope was approved', { validFrom: '2019-06-01', validTo: '2020-12-31' }, 'licence-outside-scope'],
    ['for a use that its tariff does not price', { useTypes: ['public_screening'] }, 'licence-outside-tariff'],
    ['longer than two years', { validTo: '2028-01-01' }, 'licence-too-long'],
    ['that is exclusive, in China', { exclusive: true }, 'licence-exclusive-forbidden'],
  ] as const)('%s is refused', async (title, changes, code) => {
    await expect(house.offer(`refused: ${title}`, changes as object)).rejects.toMatchObject({ code });
  });

  it('of just two years is not', async () => {
    expect(await house.offer('L-two-years', { validTo: '2027-12-31' })).toMatchObject({ state: 'offered' });
  });

  it('is refused on a quote that was made for somebody else, or used', async () => {
    const rail = await house.licensee('Rail');
    const { quoteId } = await house.quote('cfca-rental', { licenseeId: rail.licenseeId });
    await house.draft('L-rail', { quoteId });
    await expect(house.draft('L-again', { quoteId })).rejects.toMatchObject({ code: 'quote-used' });
    await expect(house.draft('L-rail')).rejects.toMatchObject({ code: 'licence-code-taken' });
    await expect(house.draft('L-nothing', { quoteId: 99_999 })).rejects.toMatchObject({ code: 'quote-not-found' });
  });
});

describe('An active licence', () => {
  it('is suspended for a coded cause, resumed, and terminated', async () => {
    const { grants } = house.services;
    const { licenceId } = await house.active('L-unpaid');
    const licensee = await house.licensee();
    const unpaid = { cause: 'unpaid', reason: 'invoice 7 is 60 days late' } as const;
    await house.act((tx) => grants.suspend(tx, house.society, OFFICER, licenceId, unpaid));
    const { code } = await house.act((tx) => house.services.certificates.ofLicence(tx, house.society, licenceId));
    expect(await house.services.certificates.check(code, '2026-06-30')).toMatchObject({
      state: 'suspended',
      inForce: false,
    });
    await expect(accept(licenceId, 'x')).rejects.toMatchObject({ code: 'move-not-possible' });
    await expect(
      house.act((tx) => grants.resume(tx, house.society, licensee, licenceId, 'we say so')),
    ).rejects.toMatchObject({ code: 'role-missing' });
    await house.act((tx) => grants.resume(tx, house.society, OFFICER, licenceId, 'paid'));
    await house.act((tx) => grants.terminate(tx, house.society, licensee, licenceId, 'notice of 1 October'));
    const history = await house.act((tx) => grants.history(tx, house.society, licenceId));
    expect(history.slice(3).map(({ to, cause, actor }) => [to, cause, actor])).toEqual([
      ['suspended', 'unpaid', 'lin'],
      ['active', null, 'lin'],
      ['terminated', null, 'person of Stream'],
    ]);
  });

  it('moves once, however many move it at the same moment', async () => {
    const { licenceId } = await house.active('L-contested');
    const suspend = (reason: string) =>
      house.act((tx) =>
        house.services.grants.suspend(tx, house.society, OFFICER, licenceId, { cause: 'unpaid', reason }),
      );
    const outcomes = await Promise.allSettled(['one', 'two', 'three', 'four'].map(suspend));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(3);
    for (const reason of refused) {
      expect(reason).toMatchObject({ code: expect.stringMatching(/^(moved-meanwhile|move-not-possible)$/) as string });
    }
    expect(await house.act((tx) => house.services.grants.history(tx, house.society, licenceId))).toHaveLength(4);
  });

  it('is renewed by a new licence that follows it, and expires when its term is over', async () => {
    const old = await house.active('L-old', { validFrom: '2025-01-01', validTo: '2025-12-31' });
    const renewsLicenceId = old.licenceId;
    await expect(house.offer('L-too-early', { validFrom: '2025-12-31', renewsLicenceId })).rejects.toMatchObject({
      code: 'renewal-does-not-follow',
    });
    expect(await house.active('L-renewed', { renewsLicenceId })).toMatchObject({ state: 'active', renewsLicenceId });
    await house.services.context.get(FollowLicenceCalendar, { strict: false }).run(house.society, new Date());
    expect(await stateOf(old.licenceId)).toBe('expired');
    const terminate = house.act((tx) =>
      house.services.grants.terminate(tx, house.society, OFFICER, old.licenceId, 'too late'),
    );
    await expect(terminate).rejects.toMatchObject({
      code: 'move-not-possible',
      message: 'The licence L-old is expired and cannot become terminated. It can become nothing else.',
    });
  });
});

describe('An imported licence', () => {
  const imported = { licensee: 'Archive', metric: 'views', currency: 'EUR', useTypes: ['svod'] };
  const days = { validFrom: '2020-01-01', validTo: '2029-12-31' };

  it('is active without a step, whatever it says, and is only warned of', async () => {
    const { licences, grants } = house.services;
    const sound = { territoriesExcept: false, territoryCodes: ['CN'], validFrom: '2026-01-01', validTo: '2026-12-31' };
    await house.act((tx) =>
      licences.add(tx, house.society, [
        { ...imported, ...days, code: 'I-1', territoriesExcept: true, territoryCodes: [] },
        { ...imported, ...sound, code: 'I-2' },
      ]),
    );
    expect(await house.act((tx) => licences.importWarnings(tx, house.society, house.today))).toEqual([
      { code: 'I-1', warning: 'licence-outside-scope' },
      { code: 'I-1', warning: 'licence-too-long' },
    ]);
    const { licenceId } = (await house.act((tx) => licences.byCode(tx, house.society))).get('I-1')!;
    expect(await house.act((tx) => grants.byId(tx, house.society, licenceId))).toMatchObject({
      ...{ state: 'active', steps: 0, imported: true, exclusive: null },
    });
    await house.act((tx) =>
      grants.suspend(tx, house.society, OFFICER, licenceId, { cause: 'no_report', reason: 'no report since March' }),
    );
    expect(await stateOf(licenceId)).toBe('suspended');
  });
});

describe('The steps', () => {
  const tables = { licence: LICENCE_MOVES, application: APPLICATION_MOVES, tariff_version: TARIFF_MOVES };

  it.each(['licence', 'application', 'tariff_version'] as const)(
    'of a %s are the same in the database',
    async (subject) => {
      const rows = await house.db.dataSource.query<{ step: string }[]>(
        `select from_state || ' ' || to_state || ' ' || role as step from licensing.move where subject = $1`,
        [subject],
      );
      const steps = tables[subject].flatMap(({ from, to, by }) => by.map((role) => `${from} ${to} ${role}`));
      expect(rows.map(({ step }) => step).sort()).toEqual(steps.sort());
    },
  );

  it('are those of the diagrams in docs/licensing.md', () => {
    const text = readFileSync(join(PROJECT, 'docs', 'licensing.md'), 'utf8');
    const drawn = [...text.matchAll(/^ {2}(\S+) --> (\w+): (.+)$/gm)].map(([, from, to, by]) => `${from} ${to} ${by}`);
    const known = [...TARIFF_MOVES, ...APPLICATION_MOVES, ...LICENCE_MOVES].map(
      ({ from, to, by }) => `${from === 'none' ? '[*]' : from} ${to} ${by.join(', ')}`,
    );
    expect(drawn).toEqual(known);
  });
});

describe('Under the Directive', () => {
  let europe: LicensingHouse;
  beforeAll(async () => {
    europe = await LicensingHouse.open('EU');
  });
  afterAll(() => europe?.close());

  it('a licence may run for longer, within the scope all the same', async () => {
    expect(await europe.offer('L-long', { validTo: '2040-12-31' })).toMatchObject({ state: 'offered' });
    await expect(europe.offer('L-world', { territories: WORLD })).rejects.toMatchObject({
      code: 'licence-outside-scope',
    });
  });

  it('an exclusive licence stands alone in its use, territories and days', async () => {
    const france = { territories: { except: false, codes: ['FR'] } };
    await europe.active('L-exclusive', { ...france, exclusive: true });
    await expect(europe.offer('L-beside', france)).rejects.toMatchObject({ code: 'licence-exclusive-overlap' });
    await expect(europe.offer('L-too', { ...france, exclusive: true })).rejects.toMatchObject({
      code: 'licence-exclusive-overlap',
    });
    const elsewhere = await europe.offer('L-elsewhere');
    const later = await europe.offer('L-later', { ...france, validFrom: '2027-01-01', validTo: '2027-12-31' });
    expect([elsewhere.state, later.state]).toEqual(['offered', 'offered']);
  });

  it('of two exclusive offers for the same use one can be accepted', async () => {
    const hongKong = { territories: { except: false, codes: ['HK'] }, exclusive: true };
    const offers = [await europe.offer('L-first', hongKong), await europe.offer('L-second', hongKong)];
    const licensee = await europe.licensee();
    const outcomes = await Promise.allSettled(
      offers.map(({ licenceId, quoteId }) =>
        europe.act(async (tx) => {
          const { sha256 } = await europe.services.quotes.byId(tx, europe.society, quoteId!);
          return europe.services.grants.accept(tx, europe.society, licensee, licenceId, sha256);
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'licence-exclusive-overlap' });
  });
});
