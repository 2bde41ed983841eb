import { addDays } from '../../src/kernel/calendar-day.js';
import type { CertificateContent, NewApplication } from '../../src/licensing/index.js';
import { APPROVER, LicensingHouse, OFFICER } from '../support/licensing.js';
import { readPdf } from '../support/read-pdf.js';

let house: LicensingHouse;
beforeAll(async () => {
  house = await LicensingHouse.open();
});
afterAll(() => house?.close());

const CHINA = { except: false, codes: ['CN'] };
const WANTED: NewApplication = {
  ...{ useTypes: ['rental'], territories: CHINA, validFrom: '2026-01-01', validTo: '2026-12-31' },
  ...{ exclusive: false, metric: 'views', inputs: { outlets: '15', years: '2' } },
};

async function apply(changes: Partial<NewApplication> = {}) {
  const licensee = await house.licensee();
  return house.act((tx) =>
    house.services.applications.apply(tx, house.society, licensee, { ...WANTED, ...changes }, house.today),
  );
}

async function accept(licenceId: number, sha256: string, name = 'Stream') {
  const licensee = await house.licensee(name);
  return house.act((tx) => house.services.grants.accept(tx, house.society, licensee, licenceId, sha256));
}

describe('A platform that applies for a licence', () => {
  it('gets an offer, accepts it, and shows a certificate that anyone can check', async () => {
    const { applications, grants, certificates, quotes } = house.services;
    const application = await apply();
    expect(application).toMatchObject({ state: 'received', answerDue: addDays(house.today, 30) });
    const quote = await house.quote('cfca-rental', { inputs: application.inputs });
    const offered = await house.offer('L-1', { quoteId: quote.quoteId, applicationId: application.applicationId });
    expect(offered).toMatchObject({ state: 'offered', imported: false, currency: 'CNY', licensee: 'Stream' });
    expect(await house.act((tx) => applications.byId(tx, house.society, application.applicationId))).toMatchObject({
      state: 'offered',
      answerDue: null,
    });

    const { code, content, sha256 } = await accept(offered.licenceId, quote.sha256);
    expect(JSON.parse(content) as CertificateContent).toEqual({
      ...{ society: 'Film Society', licence: 'L-1', licensee: 'Stream', rights: ['rental'], useTypes: ['rental'] },
      ...{ territories: CHINA, validFrom: '2026-01-01', validTo: '2026-12-31', exclusive: false },
      ...{ metric: 'views', reportEveryMonths: 3, statementConsent: false, fee: '6000.00', currency: 'CNY' },
      ...{ tariff: 'cfca-rental', tariffVersion: 1, resolutionNumber: '2019-7', resolutionOn: '2019-11-02' },
      quoteSha256: quote.sha256,
    });
    const checked = await certificates.check(` ${code.toLowerCase()} `, '2026-06-30');
    expect(checked).toMatchObject({ licence: 'L-1', state: 'active', inForce: true, sha256, licensee: 'Stream' });
    expect(Object.keys(checked)).not.toContain('fee');
    expect((await certificates.check(code, '2027-01-01')).inForce).toBe(false);
    const history = await house.act((tx) => grants.history(tx, house.society, offered.licenceId));
    expect(history.map(({ from, to, role, actor }) => [from, to, role, actor])).toEqual([
      ['none', 'draft', 'licensing_officer', 'lin'],
      ['draft', 'offered', 'licensing_officer', 'lin'],
      ['offered', 'active', 'licensee', 'person of Stream'],
    ]);
    expect(history.every(({ at, reason }) => at instanceof Date && reason !== '')).toBe(true);
    expect((await house.act((tx) => quotes.byId(tx, house.society, quote.quoteId))).content).toBe(quote.content);
    expect((await house.act((tx) => certificates.ofLicence(tx, house.society, offered.licenceId))).code).toBe(code);
  });

  it('is asked for what is missing, and its clock starts anew when it has supplied it', async () => {
    const { applications } = house.services;
    const licensee = await house.licensee();
    const { applicationId } = await apply({ inputs: { years: '2' } });
    const asked = await house.act((tx) => applications.askFor(tx, house.society, OFFICER, applicationId, ['outlets']));
    expect(asked).toMatchObject({ state: 'incomplete', answerDue: null });
    const later = addDays(house.today, 40);
    const supply = (supplied: Record<string, string>) =>
      house.act((tx) => applications.supply(tx, house.society, licensee, { applicationId, supplied }, later));
    expect(await supply({ outlets: '15' })).toMatchObject({
      ...{ state: 'received', answerDue: addDays(later, 30), inputs: { outlets: '15', years: '2' } },
    });
    await house.act((tx) => applications.askFor(tx, house.society, OFFICER, applicationId, ['outlets, all of them']));
    expect((await supply({ outlets: '16' })).inputs).toEqual({ outlets: '16', years: '2' });
    const history = await house.act((tx) => applications.history(tx, house.society, applicationId));
    expect(history.map(({ to, missing }) => [to, missing])).toEqual([
      ['received', null],
      ['incomplete', ['outlets']],
      ['received', null],
      ['incomplete', ['outlets, all of them']],
      ['received', null],
    ]);
  });

  it('may be refused, for a coded reason that is counted', async () => {
    const { applications } = house.services;
    const refuse = async (applicationId: number, actor = OFFICER) =>
      house.act((tx) =>
        applications.refuse(tx, house.society, actor, applicationId, {
          refusalCode: 'outside_repertoire',
          reason: 'no holder has mandated educational use',
        }),
      );
    const { applicationId } = await apply({ useTypes: ['education'] });
    await expect(refuse(applicationId, APPROVER)).rejects.toMatchObject({ code: 'role-missing' });
    expect(await refuse(applicationId)).toMatchObject({ state: 'refused' });
    await expect(refuse(applicationId)).rejects.toMatchObject({ code: 'move-not-possible' });
    await expect(refuse(99_999)).rejects.toMatchObject({ code: 'application-not-found' });
    const period = { from: house.today, to: addDays(house.today, 2) };
    expect(await house.act((tx) => applications.refusals(tx, house.society, period))).toEqual([
      { refusalCode: 'outside_repertoire', count: 1 },
    ]);
  });

  it('has to say for which licensee', async () => {
    const nobody = { userId: 'nobody', roles: ['licensee'] as const };
    await expect(
      house.act((tx) => house.services.applications.apply(tx, house.society, nobody, WANTED, house.today)),
    ).rejects.toMatchObject({ code: 'role-missing' });
    await expect(apply({ tariffId: 99_999 })).rejects.toMatchObject({ code: 'reference-unknown' });
    await expect(apply({ validTo: '2025-12-31' })).rejects.toMatchObject({ code: 'term-out-of-order' });
    await expect(apply({ useTypes: [] })).rejects.toMatchObject({ code: 'use-types-missing' });
    await expect(apply({ exclusive: true })).resolves.toMatchObject({ state: 'received' });
  });

  it('is listed once its answer is late', async () => {
    const { applicationId } = await apply();
    const overdue = async (day: string) => {
      const late = await house.act((tx) => house.services.applications.overdue(tx, house.society, day));
      return late.map((application) => application.applicationId);
    };
    expect(await overdue(addDays(house.today, 30))).not.toContain(applicationId);
    expect(await overdue(addDays(house.today, 31))).toContain(applicationId);
  });

  it('is not there for another licensee', async () => {
    const { applications } = house.services;
    const { applicationId } = await apply();
    await house.act((tx) => applications.askFor(tx, house.society, OFFICER, applicationId, ['outlets']));
    const rail = await house.licensee('Rail');
    await expect(
      house.act((tx) => applications.supply(tx, house.society, rail, { applicationId, supplied: {} }, house.today)),
    ).rejects.toMatchObject({ code: 'application-not-found' });
    const { licenceId } = await house.offer('L-of-stream');
    await expect(accept(licenceId, 'x', 'Rail')).rejects.toMatchObject({ code: 'licence-not-found' });
    // Not even its state.
    await house.act((tx) => house.services.grants.withdraw(tx, house.society, OFFICER, licenceId, 'a mistake'));
    await expect(accept(licenceId, 'x', 'Rail')).rejects.toMatchObject({ code: 'licence-not-found' });
    await expect(
      house.act((tx) =>
        applications.supply(tx, house.society, { ...rail, roles: [] }, { applicationId, supplied: {} }, house.today),
      ),
    ).rejects.toMatchObject({ code: 'application-not-found' });
  });
});

describe('A certificate', () => {
  it('is printed on one page, with what it grants and where to check it', async () => {
    const { licenceId } = await house.active('L-printed 霸王别姬', { reportEveryMonths: 1 });
    const pdf = () =>
      house.act((tx) =>
        house.services.certificates.pdf(tx, house.society, licenceId, (code) => `https://film.example/${code}`),
      );
    const bytes = await pdf();
    const { code, sha256, content } = await house.act((tx) =>
      house.services.certificates.ofLicence(tx, house.society, licenceId),
    );
    const { pages, title, author, fonts } = await readPdf(bytes);
    expect(pages).toHaveLength(1);
    const facts = ['Stream', 'L-printed 霸王别姬', 'rental', '2026-01-01 to 2026-12-31', 'every month', 'CNY 6,000.00'];
    const check = [
      `https://film.example/${code}`,
      code,
      sha256,
      (JSON.parse(content) as CertificateContent).quoteSha256,
    ];
    for (const fact of [...facts, ...check]) expect(pages[0]).toContain(fact);
    expect([title, author]).toEqual(['Licence L-printed 霸王别姬', 'Film Society']);
    expect(fonts.every(({ embedded }) => embedded)).toBe(true);
    expect((await pdf()).equals(bytes)).toBe(true);
  });

  it.each([['nonsense'], [`1${'-0000'.repeat(8)}`], [`2147483647${'-0000'.repeat(8)}`]])(
    'is not found by %s',
    async (code) => {
      await expect(house.services.certificates.check(code, '2026-06-30')).rejects.toMatchObject({
        code: 'certificate-not-found',
      });
    },
  );

  it('is none before an offer is accepted', async () => {
    const { licenceId } = await house.offer('L-uncertified');
    await expect(
      house.act((tx) => house.services.certificates.ofLicence(tx, house.society, licenceId)),
    ).rejects.toMatchObject({ code: 'certificate-not-found' });
  });
});
