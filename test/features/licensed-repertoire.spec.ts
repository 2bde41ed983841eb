import { FollowLicenceCalendar } from '../../src/licensing/index.js';
import { addDays } from '../../src/kernel/calendar-day.js';
import { FollowRepertoireCalendar } from '../../src/repertoire/index.js';
import { LicensingDesk } from '../support/licensing-desk.js';
import { FILE } from '../support/repertoire.js';
import { TestService } from '../support/service.js';

const TODAY = new Date().toISOString().slice(0, 10);

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service?.stop());

/** A society of the EU that licenses rental in China and France, and keeps a repertoire: a work of Jade's. */
class Keeper {
  private constructor(
    readonly desk: LicensingDesk,
    private readonly RO: string,
  ) {}

  static async open(): Promise<Keeper> {
    const desk = await LicensingDesk.in(service, { jurisdiction: 'EU' });
    const RO = await service.token(desk.society, ['RO']);
    await desk.post('/v1/parties', { id: 'jade', name: 'Jade River', kind: 'organisation' }, RO);
    await desk.post('/v1/works', { id: 'kite', title: 'Paper Kite', workType: 'feature' }, RO);
    await desk.post('/v1/claims', { id: 'c1', work: 'kite', party: 'jade', right: 'rental', share: '100' }, RO);
    return new Keeper(desk, RO);
  }

  /** A mandate in force. */
  async mandate(id: string, territories: string, more: object = {}, right = 'rental'): Promise<void> {
    const lines = [{ right, territories, consentOn: '2026-01-10' }];
    const terms = { validFrom: '2026-01-01', noticeMonths: 6, termsShown: 'Rules 2026-1', lines };
    await this.desk.post('/v1/mandates', { id, party: 'jade', ...terms, ...more }, this.RO);
    const signed = { fileSha256: FILE, signedOn: '2026-01-15', reason: 'signed' };
    await this.desk.post(`/v1/mandates/${id}/signature`, signed, this.RO);
    await this.desk.post(`/v1/mandates/${id}/approval`, { reason: 'complete' }, this.desk.tokens.AP);
  }

  offering(licence: string): Promise<[status: number, code: string]> {
    return this.desk.refused(`/v1/licences/${licence}/offer`, { reason: 'go' }, this.desk.tokens.LO);
  }

  /** A licence that was agreed elsewhere. */
  imported(code: string, territory: string, validTo: string): Promise<unknown> {
    return service.db.database.write(this.desk.society, (tx) =>
      tx.query(
        `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from,
           valid_to, currency, metric)
         select $1, licensee_id, '{rental}', false, array[$2], '2026-01-01', $3, 'CNY', 'views'
         from licensing.licensee where name = 'Stream'`,
        [code, territory, validTo],
      ),
    );
  }

  /** Each hourly task that has to do with licences and mandates. */
  async followCalendar(): Promise<void> {
    await service.app.get(FollowLicenceCalendar, { strict: false }).run(this.desk.society, new Date());
    await service.app.get(FollowRepertoireCalendar, { strict: false }).run(this.desk.society);
  }

  trail(subject: string) {
    return this.desk.get(`/v1/audit-events?subject=${subject}`, this.desk.tokens.SV);
  }
}

describe('A licence', () => {
  it('is granted by a society that keeps no mandates, and afterwards for what some work is mandated for', async () => {
    const keeper = await Keeper.open();
    const { desk } = keeper;
    const before = await desk.offered();
    const { licence } = await desk.drafted();
    await keeper.mandate('ended', 'CN', { validTo: '2026-12-31' });
    await keeper.mandate('elsewhere', 'FR');
    await keeper.mandate('other-right', 'CN', {}, 'broadcasting');
    await keeper.mandate('other-type', 'CN', {
      lines: [{ right: 'rental', workType: 'series', territories: 'CN', consentOn: '2026-01-10' }],
    });
    expect(await keeper.offering(licence)).toEqual([422, 'licence-outside-repertoire']);
    // What may no longer be offered may no longer be accepted; who is mandated is none of the licensee's business.
    const { quoteSha256 } = await desk.get(`/v1/licences/${before.licence}`, desk.tokens.stream);
    const accepting = await desk.refused(
      `/v1/licences/${before.licence}/acceptance`,
      { quoteSha256 },
      desk.tokens.stream,
    );
    expect(accepting).toEqual([422, 'licence-outside-repertoire']);
    await keeper.mandate('in-force', '* -FR');
    await desk.accept(before.licence, desk.tokens.stream);
    expect(await keeper.offering(licence)).toEqual([200, undefined]);
  });

  it('that is exclusive needs mandates that are, for all works that it covers', async () => {
    const keeper = await Keeper.open();
    await keeper.mandate('alone', 'CN', { exclusive: true });
    await keeper.desk.offered({ exclusive: true });
    await keeper.mandate('beside', 'CN');
    const { licence } = await keeper.desk.drafted({ exclusive: true });
    expect(await keeper.offering(licence)).toEqual([403, 'licence-exclusive-unmandated']);
    await keeper.desk.offered();
  });

  it('says whether its licensee is shown on statements: a term like any other, which its certificate names', async () => {
    const desk = await LicensingDesk.in(service);
    const { LO, stream } = desk.tokens;
    const shown = async (licence: string) => {
      const [row] = await service.db.database.read(desk.society, (tx) =>
        tx.query<{ shown: boolean }[]>(
          'select licensing.shows_on_statements(licence_id) as shown from licensing.licence where code = $1',
          [licence],
        ),
      );
      return row!.shown;
    };
    const silent = (await desk.active()).licence;
    const { licence } = await desk.drafted();
    const patch = async (path: string, body: object) => {
      const headers = { 'If-Match': (await service.call('GET', path, { token: LO })).headers.get('ETag')! };
      return (await service.call('PATCH', path, { token: LO, headers, body })).json;
    };
    const path = `/v1/licences/${licence}`;
    expect(await desk.get(path, LO)).toMatchObject({ statementConsent: null });
    const change = { statementConsent: true, reason: 'they agree' };
    expect(await patch(path, change)).toMatchObject({ statementConsent: true });
    await desk.post(`${path}/offer`, { reason: 'go' }, LO);
    expect(await patch(path, { ...change, statementConsent: false })).toMatchObject({ code: 'licence-terms-frozen' });
    await desk.accept(licence, stream);
    const certificates = await Promise.all(
      [licence, silent].map((one) => desk.get(`/v1/licences/${one}/certificate`, stream)),
    );
    expect(certificates).toMatchObject([{ statementConsent: true }, { statementConsent: false }]);
    expect(JSON.parse(certificates[0].content)).toMatchObject({ statementConsent: true });
    expect(await desk.get(`/v1/public/certificates/${certificates[0].code}`)).toMatchObject({ statementConsent: true });
    expect([await shown(licence), await shown(silent)]).toEqual([true, false]);
  });

  it('that the calendar ends stands in the audit trail', async () => {
    const keeper = await Keeper.open();
    await keeper.imported('old', 'CN', addDays(TODAY, -3));
    await keeper.followCalendar();
    const { items } = await keeper.trail('old');
    expect(items).toMatchObject([
      {
        action: 'licence.expired',
        actor: 'cli:calendar',
        reason: expect.stringContaining('the term ended'),
        after: { state: 'expired' },
      },
    ]);
  });
});

describe('The tail of a mandate', () => {
  it('is as long as licences granted under it run, whether an officer marks it or the calendar', async () => {
    const keeper = await Keeper.open();
    const { desk } = keeper;
    const { LO } = desk.tokens;
    await keeper.imported('runs-on', 'CN', '2028-06-30');
    await keeper.imported('terminated', 'FR', '2028-06-30');
    await desk.post('/v1/licences/terminated/termination', { reason: 'notice' }, LO);
    const over = { validTo: addDays(TODAY, -3) };
    await keeper.mandate('long', 'CN GB', over);
    await keeper.mandate('stopped', 'FR', over);
    await keeper.mandate('none', 'IE', over);
    await keeper.mandate('by-hand', 'CN', over);
    await keeper.mandate('open', 'CN');
    for (const until of ['2028-06-29', null]) {
      const tail = { until, reason: 'as far as I know' };
      expect(await desk.refused('/v1/mandates/by-hand/tail', tail, LO)).toEqual([422, 'mandate-tail-too-short']);
    }
    await desk.post('/v1/mandates/by-hand/tail', { until: '2028-12-31', reason: 'they bought more elsewhere' }, LO);
    await keeper.followCalendar();
    const tails = new Map<string, unknown>();
    for (const { id, state, tailUntil } of (await desk.get('/v1/mandates', LO)).items)
      tails.set(id, [state, tailUntil]);
    expect(Object.fromEntries(tails)).toEqual({
      'by-hand': ['ended', '2028-12-31'],
      long: ['ended', '2028-06-30'],
      none: ['ended', null],
      open: ['active', null],
      stopped: ['ended', new Date().toISOString().slice(0, 10)],
    });
    expect((await keeper.trail('long')).items[1]).toMatchObject({
      ...{ action: 'mandate.tail-marked', actor: 'cli:calendar', after: { until: '2028-06-30' } },
    });
  });
});
