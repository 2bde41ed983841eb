import { readPdf } from '../support/read-pdf.js';
import { LicensingDesk } from '../support/licensing-desk.js';

let desk: LicensingDesk;
beforeAll(async () => {
  desk = await LicensingDesk.open();
});
afterAll(() => desk?.close());

describe('A platform that knows only the operations', () => {
  it('finds a tariff, computes its price, applies, accepts, and shows a certificate that anyone can check', async () => {
    const { LO, stream } = desk.tokens;
    const society = encodeURIComponent(desk.name);
    const found = await desk.get(`/v1/public/tariffs?society=${society}&useType=rental&territory=CN`);
    expect(found.items).toEqual([
      expect.objectContaining({
        ...{ tariff: 'rental', versionNumber: 1, right: 'rental', currency: 'CNY', validFrom: '2020-01-01' },
        inputs: [
          { name: 'outlets', label: 'outlets', kind: 'whole', needed: true },
          { name: 'years', label: 'years', kind: 'whole', needed: true },
        ],
      }),
    ]);
    expect(JSON.stringify(found)).not.toMatch(/person:|client:/);
    const inputs = { outlets: '15', years: '1' };
    const fee = await desk.post('/v1/public/fees', { society: desk.name, tariff: 'rental', inputs });
    expect(fee).toMatchObject({ amount: '3000.00', currency: 'CNY' });

    const application = await desk.post('/v1/applications', desk.application({ inputs }), stream);
    expect(application).toMatchObject({ state: 'received', licensee: 'Stream', overdue: false, licence: null });
    const path = `/v1/applications/${application.id}`;
    const asked = await desk.post(`${path}/missing-data-request`, { missing: ['outlets on 1 January'] }, LO);
    expect(asked).toMatchObject({ state: 'incomplete', answerDue: null, missing: ['outlets on 1 January'] });
    const supplied = await desk.post(`${path}/supplement`, { inputs: { outlets: '16' } }, stream);
    expect(supplied).toMatchObject({ state: 'received', inputs: { outlets: '16', years: '1' }, missing: [] });
    const answer = { licence: 'L-story', reportEveryMonths: 3, reason: 'as applied for' };
    const offered = await desk.post(`${path}/offer`, answer, LO);
    expect(offered).toMatchObject({ state: 'offered', fee: '3200.00', application: application.id, imported: false });

    // What the platform reads is what it accepts: the hash is of the text that it was given.
    expect(await desk.get(path, stream)).toMatchObject({ state: 'offered', licence: 'L-story' });
    const quote = await desk.get(`/v1/quotes/${offered.quote}`, stream);
    expect(quote).toMatchObject({ amount: '3200.00', counts: true, sha256: offered.quoteSha256 });
    expect(quote.steps.at(-1)).toMatchObject({ what: 'fee', value: '3200.00' });
    const read = await desk.get('/v1/licences/L-story', stream);
    const other = await desk.refused('/v1/licences/L-story/acceptance', { quoteSha256: 'a'.repeat(64) }, stream);
    expect(other).toEqual([409, 'quote-differs']);
    const accepted = await desk.post('/v1/licences/L-story/acceptance', { quoteSha256: read.quoteSha256 }, stream);
    expect(accepted).toMatchObject({ state: 'active', version: read.version + 1 });

    const certificate = await desk.get('/v1/licences/L-story/certificate', stream);
    expect(certificate).toMatchObject({
      licensee: '溪流影视有限公司',
      fee: '3200.00',
      territories: 'CN',
      tariff: 'rental',
    });
    expect(certificate.checkAt).toBe(`http://rights.test/v1/public/certificates/${certificate.code}`);
    const typed = encodeURIComponent(` ${certificate.code.toLowerCase()}`);
    const checked = await desk.get(`/v1/public/certificates/${typed}?day=2027-06-30`);
    expect(checked).toMatchObject({ licence: 'L-story', state: 'active', inForce: true, sha256: certificate.sha256 });
    expect(JSON.stringify(checked)).not.toMatch(/fee|3200|quote/);
    const history = await desk.get('/v1/licences/L-story/history', stream);
    expect(history.items.map(({ from, to, role }: Record<string, string>) => [from, to, role])).toEqual([
      ['none', 'draft', 'licensing_officer'],
      ['draft', 'offered', 'licensing_officer'],
      ['offered', 'active', 'licensee'],
    ]);
    const trail = await desk.get('/v1/audit-events?subject=L-story&sort=at', desk.tokens.SV);
    expect(trail.items.map(({ action, actor }: Record<string, string>) => [action, actor!.split(':')[0]])).toEqual([
      ['licence.drafted', 'client'],
      ['licence.offered', 'client'],
      ['licence.accepted', 'client'],
    ]);
  });

  it('prints its certificate, with names in Chinese', async () => {
    const { licence } = await desk.active();
    const answer = await fetch(`${desk.service.url}/v1/licences/${licence}/certificate.pdf`, {
      headers: { Authorization: `Bearer ${desk.tokens.stream}` },
    });
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
    const { pages } = await readPdf(Buffer.from(await answer.arrayBuffer()));
    expect(pages).toHaveLength(1);
    for (const said of [licence, '溪流影视有限公司', desk.name, '/v1/public/certificates/'])
      expect(pages[0]).toContain(said);
  });
});

describe('A licensee', () => {
  it('sees its own and nothing of others, nor a licence before it is offered', async () => {
    const { LO, stream, rail } = desk.tokens;
    const application = await desk.post('/v1/applications', desk.application(), stream);
    const { licence, quote } = await desk.drafted();
    const seen = async (token: string) => [
      await desk.status(`/v1/applications/${application.id}`, token),
      await desk.status(`/v1/licences/${licence}`, token),
      await desk.status(`/v1/quotes/${quote}`, token),
    ];
    expect(await seen(stream)).toEqual([200, 404, 404]);
    await desk.post(`/v1/licences/${licence}/offer`, { reason: 'go' }, LO);
    expect(await seen(stream)).toEqual([200, 200, 200]);
    expect(await seen(rail)).toEqual([404, 404, 404]);
    for (const path of ['/v1/applications', '/v1/licences', '/v1/quotes']) {
      expect((await desk.get(path, rail)).items).toEqual([]);
    }
    expect((await desk.get('/v1/licensees', rail)).items).toEqual([expect.objectContaining({ id: 'Rail' })]);
    const steps = [
      ['acceptance', { quoteSha256: 'a'.repeat(64) }],
      ['termination', { reason: 'not ours' }],
    ] as const;
    for (const [step, body] of steps) {
      expect(await desk.refused(`/v1/licences/${licence}/${step}`, body, rail)).toEqual([404, 'licence-not-found']);
    }
    const supplement = { inputs: { outlets: '1' } };
    expect(await desk.refused(`/v1/applications/${application.id}/supplement`, supplement, rail)).toEqual([
      ...[404, 'application-not-found'],
    ]);
  });

  it('learns that an exclusive licence stands in the way, and not whose it is', async () => {
    const europe = await desk.europe();
    const { stream, rail, LO } = europe.tokens;
    const offers = [await europe.drafted({ exclusive: true }), await europe.drafted({ licensee: 'Rail' })];
    for (const { licence } of offers) await europe.post(`/v1/licences/${licence}/offer`, { reason: 'go' }, LO);
    const [first, second] = offers;
    await europe.accept(first!.licence, stream);
    const { quoteSha256 } = await europe.get(`/v1/licences/${second!.licence}`, rail);
    const answer = await europe.service.call('POST', `/v1/licences/${second!.licence}/acceptance`, {
      ...{ token: rail, body: { quoteSha256 } },
    });
    expect([answer.status, answer.json.code]).toEqual([409, 'licence-exclusive-overlap']);
    expect(answer.text).not.toContain(first!.licence);
  });
});

describe('Everybody', () => {
  it('is told nothing of a sandbox, of what is no code, and of a tariff that is no tariff', async () => {
    const sandbox = await desk.sandbox();
    const tariffs = await desk.service.call('GET', `/v1/public/tariffs?society=${encodeURIComponent(sandbox.name)}`);
    expect([tariffs.status, tariffs.json.code]).toEqual([404, 'society-not-found']);
    const { code } = await sandbox.get(
      `/v1/licences/${(await sandbox.active()).licence}/certificate`,
      sandbox.tokens.LO,
    );
    for (const wrong of [code, 'nonsense', `1${'-0000'.repeat(8)}`, `2147483647${'-0000'.repeat(8)}`]) {
      const answer = await desk.service.call('GET', `/v1/public/certificates/${wrong}`);
      expect([answer.status, answer.json.code]).toEqual([404, 'certificate-not-found']);
    }
    const ask = (changes: object) =>
      desk.refused('/v1/public/fees', { society: desk.name, tariff: 'rental', inputs: {}, ...changes });
    expect(await ask({ tariff: 'unheard-of' })).toEqual([404, 'tariff-not-in-force']);
    expect(await ask({})).toEqual([400, 'tariff-inputs-invalid']);
    expect(await ask({ inputs: { outlets: 15 } })).toEqual([400, 'input-invalid']);
    expect(await ask({ day: '2019-12-31' })).toEqual([404, 'tariff-not-in-force']);
  });
});
