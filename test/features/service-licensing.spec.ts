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

describe('An officer', () => {
  it('drafts a tariff, changes it, and has another person publish it', async () => {
    const { LO, AP } = desk.tokens;
    const both = await desk.service.token(desk.society, ['LO', 'AP']);
    await desk.post('/v1/tariffs', { id: 'coaches', name: 'Coaches' }, LO);
    const draft = await desk.post('/v1/tariff-versions', desk.version('coaches'), LO);
    const path = `/v1/tariff-versions/${draft.id}`;
    const change = (version: number, body: object, token = LO) =>
      desk.service.call('PATCH', path, { token, body, headers: { 'If-Match': `"${version}"` } });
    expect((await change(2, { currency: 'EUR', reason: 'x' })).status).toBe(412);
    const changed = await change(1, { resolutionNumber: '2019-8', reason: 'number of the minutes' }, both);
    expect(changed.json).toMatchObject({ resolutionNumber: '2019-8', currency: 'CNY', version: 2, state: 'draft' });
    expect((await desk.public()).items.map(({ tariff }: { tariff: string }) => tariff)).not.toContain('coaches');
    await desk.post(`${path}/submission`, { reason: 'adopted' }, LO);
    expect((await change(3, { currency: 'EUR', reason: 'late' })).json.code).toBe('move-not-possible');
    await desk.post(`${path}/return`, { reason: 'currency?' }, AP);
    await desk.post(`${path}/submission`, { reason: 'checked' }, LO);
    const days = { validFrom: '2020-01-01', reason: 'as adopted' };
    // Whoever changed it has made it too.
    expect(await desk.refused(`${path}/publication`, days, both)).toEqual([403, 'maker-approves']);
    expect(await desk.post(`${path}/publication`, days, AP)).toMatchObject({ state: 'published', lastDay: null });
    expect(await desk.refused(`${path}/withdrawal`, { reason: 'no' }, LO)).toEqual([409, 'move-not-possible']);
    expect((await desk.public()).items.map(({ tariff }: { tariff: string }) => tariff)).toContain('coaches');
    const trail = await desk.get('/v1/audit-events?subject=coaches/1&sort=at', desk.tokens.SV);
    expect(trail.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['tariff-version.drafted', 'tariff-version.changed', 'tariff-version.submitted', 'tariff-version.given-back'],
      ...['tariff-version.submitted', 'tariff-version.published'],
    ]);
    const [, edit] = trail.items;
    expect([edit.before.resolutionNumber, edit.after.resolutionNumber, edit.reason]).toEqual([
      ...['2019-7', '2019-8', 'number of the minutes'],
    ]);
  });

  it('gives a discount that another person approves', async () => {
    const { LO, AP } = desk.tokens;
    const discount = { amount: '2000.00', reason: 'pilot' };
    const { licence, quote } = await desk.drafted({ discount });
    const offer = () =>
      desk.service.call('POST', `/v1/licences/${licence}/offer`, { token: LO, body: { reason: 'go' } });
    expect((await offer()).json.code).toBe('discount-not-approved');
    const waiting = await desk.get('/v1/quotes?awaitingApproval=true', AP);
    expect(waiting.items.map(({ id }: { id: string }) => id)).toEqual([quote]);
    expect(await desk.post(`/v1/quotes/${quote}/approval`, { reason: 'agreed' }, AP)).toMatchObject({
      ...{ counts: true, amount: '2000.00', tariffAmount: '3000.00', offTariffReason: 'pilot' },
    });
    expect((await offer()).json).toMatchObject({ state: 'offered', fee: '2000.00' });
    const faulty = { licensee: 'Stream', tariff: 'rental', inputs: { outlets: '1', years: '1' } };
    for (const amount of ['0.001', '200.00', '99999999999999999999']) {
      const answer = await desk.service.call('POST', '/v1/quotes', {
        ...{ token: LO, body: { ...faulty, discount: { amount, reason: 'gift' } } },
      });
      expect([amount, answer.status]).toEqual([amount, 400]);
    }
  });

  it('changes a draft by a step with its reason', async () => {
    const { LO } = desk.tokens;
    const { licence } = await desk.drafted();
    const change = (version: number, body: object) =>
      desk.service.call('PATCH', `/v1/licences/${licence}`, {
        ...{ token: LO, body, headers: { 'If-Match': `"${version}"` } },
      });
    const changed = await change(2, { validTo: '2027-06-30', reason: 'half a year' });
    expect(changed.json).toMatchObject({ validTo: '2027-06-30', validFrom: '2027-01-01', version: 3, state: 'draft' });
    expect((await change(2, { metric: 'revenue', reason: 'late' })).status).toBe(412);
    const { items } = await desk.get(`/v1/licences/${licence}/history`, LO);
    expect(items.at(-1)).toMatchObject({ from: 'draft', to: 'draft', reason: 'half a year' });
    await desk.post(`/v1/licences/${licence}/offer`, { reason: 'go' }, LO);
    expect((await change(4, { metric: 'revenue', reason: 'late' })).json.code).toBe('licence-terms-frozen');
  });

  it('suspends, resumes, renews and ends licences, and the certificate says so', async () => {
    const { LO, stream } = desk.tokens;
    const { licence } = await desk.active();
    const { code } = await desk.get(`/v1/licences/${licence}/certificate`, LO);
    const check = async () => (await desk.get(`/v1/public/certificates/${code}?day=2027-02-01`)).state;
    const path = `/v1/licences/${licence}`;
    await desk.post(`${path}/suspension`, { cause: 'unpaid', reason: 'invoice 7' }, LO);
    expect(await check()).toBe('suspended');
    await desk.post(`${path}/resumption`, { reason: 'paid' }, LO);
    expect(await check()).toBe('active');
    const next = { renews: licence, validFrom: '2028-01-01', validTo: '2028-12-31' };
    const renewal = await desk.drafted(next);
    expect(await desk.post(`/v1/licences/${renewal.licence}/offer`, { reason: 'go' }, LO)).toMatchObject({
      ...{ renews: licence, state: 'offered' },
    });
    await desk.accept(renewal.licence, stream);
    await desk.post(`${path}/termination`, { reason: 'notice of 1 October' }, stream);
    expect(await check()).toBe('terminated');
    expect(await desk.refused(`${path}/resumption`, { reason: 'no' }, LO)).toEqual([409, 'move-not-possible']);
  });

  it('refuses an application for a coded reason, which is counted, and sees which are late', async () => {
    const { LO, SV, stream } = desk.tokens;
    const { id } = await desk.post('/v1/applications', desk.application(), stream);
    const refusal = { code: 'outside_repertoire', reason: 'no mandate' };
    const before = await desk.get('/v1/application-refusals?from=2020-01-01&to=2099-12-31', SV);
    expect(await desk.post(`/v1/applications/${id}/refusal`, refusal, LO)).toMatchObject({
      ...{ state: 'refused', refusalCode: 'outside_repertoire', reason: 'no mandate' },
    });
    expect(await desk.get(`/v1/applications/${id}`, stream)).toMatchObject({ refusalCode: 'outside_repertoire' });
    const counts = await desk.get('/v1/application-refusals?from=2020-01-01&to=2099-12-31', SV);
    expect(before.refusals).toEqual([]);
    expect(counts).toMatchObject({ applications: before.applications, refusals: [{ code: refusal.code, count: 1 }] });

    const late = await desk.lateApplication();
    const overdue = await desk.get('/v1/applications?overdue=true', LO);
    expect(overdue.items).toEqual([expect.objectContaining({ id: late, overdue: true })]);
    const rest = await desk.get('/v1/applications?overdue=false&sort=answerDue', LO);
    expect(rest.items.map((one: { id: string }) => one.id)).not.toContain(late);
  });

  it('cannot offer what no tariff prices or no approval covers', async () => {
    const { LO, stream } = desk.tokens;
    const answer = async (changes: object, offer: object = {}) => {
      const { id } = await desk.post('/v1/applications', desk.application(changes), stream);
      const body = { licence: `L-${id}`, reportEveryMonths: 3, reason: 'as applied for', ...offer };
      return desk.refused(`/v1/applications/${id}/offer`, body, LO);
    };
    expect(await answer({ tariff: undefined })).toEqual([422, 'tariff-not-named']);
    expect(await answer({}, { tariff: 'unheard-of' })).toEqual([404, 'tariff-not-in-force']);
    expect(await answer({ territories: 'CN US' })).toEqual([403, 'licence-outside-scope']);
    expect(await answer({ validTo: '2030-12-31' })).toEqual([403, 'licence-too-long']);
    expect(await answer({ exclusive: true })).toEqual([403, 'licence-exclusive-forbidden']);
    expect(await answer({ inputs: { outlets: '15' } })).toEqual([400, 'tariff-inputs-invalid']);
    // Nothing of what was tried stays behind.
    const { items } = await desk.get('/v1/licences?state=draft', LO);
    expect(items.filter(({ id }: { id: string }) => /^L-\d+$/.test(id))).toEqual([]);
  });

  it('keeps licensees up', async () => {
    const { LO } = desk.tokens;
    const body = { id: 'Café 1', legalName: 'Café One Ltd', country: 'FR' };
    const made = await desk.service.call('POST', '/v1/licensees', { token: LO, body });
    expect([made.status, made.json]).toEqual([
      201,
      expect.objectContaining({ id: 'Café 1', registrationNumber: null }),
    ]);
    expect(await desk.refused('/v1/licensees', body, LO)).toEqual([409, 'licensee-exists']);
    const path = made.headers.get('Location')!;
    const change = (etag: string) =>
      desk.service.call('PATCH', path, { token: LO, body: { legalName: 'Café Two' }, headers: { 'If-Match': etag } });
    expect((await change('"1"')).json).toMatchObject({ legalName: 'Café Two', country: 'FR', version: 2 });
    expect((await change('"1"')).json.code).toBe('version-stale');
    expect((await desk.get('/v1/licensees?q=two', LO)).items).toHaveLength(1);
  });

  it.each([
    ['/v1/tariffs', 'sort=-name'],
    ['/v1/tariff-versions', 'state=published&sort=-tariff'],
    ['/v1/licensees', 'sort=-id'],
    ['/v1/applications', 'sort=-answerDue'],
    ['/v1/quotes', 'sort=-id'],
    ['/v1/licences', 'sort=validTo&useType=rental&on=2027-06-30'],
    ['/v1/approved-scopes', 'right=rental'],
  ])('goes through %s?%s by pages, and takes it home as CSV', async (path, query) => {
    const { LO } = desk.tokens;
    const whole = await desk.get(`${path}?${query}&limit=200`, LO);
    expect(whole.items.length).toBeGreaterThan(0);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: { id: string }[]; next: string | null } = await desk.get(
        `${path}?${query}&limit=1${cursor && `&cursor=${cursor}`}`,
        LO,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual(whole.items.map(({ id }: { id: string }) => id));
    const csv = await desk.service.call('GET', `${path}?${query}`, { token: LO, headers: { Accept: 'text/csv' } });
    expect(csv.headers.get('Content-Disposition')).toContain('.csv"');
    expect(csv.text.trimEnd().split('\n')).toHaveLength(seen.length + 1);
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

describe('The rule profile', () => {
  it('is chosen and decided by an approver, and tells each number with its source', async () => {
    const { AP, SV } = desk.tokens;
    const rule = { setting: 'application_answer_days', validFrom: '2026-06-01', amount: 20, source: 'Resolution 7' };
    await desk.post('/v1/rule-profile/own-rules', rule, AP, 201);
    expect(await desk.refused('/v1/rule-profile/own-rules', rule, AP)).toEqual([409, 'profile-decided-already']);
    const law = { ...rule, setting: 'film_protection_years' };
    expect(await desk.refused('/v1/rule-profile/own-rules', law, AP)).toEqual([403, 'profile-rule-is-law']);
    const { jurisdiction, rules } = await desk.get('/v1/rule-profile?on=2026-06-01', SV);
    expect(jurisdiction).toBe('CN');
    expect(rules).toContainEqual(
      expect.objectContaining({ setting: rule.setting, amount: 20, basis: 'society', source: 'Resolution 7' }),
    );
    expect(await desk.status('/v1/rule-profile?on=2000-01-01', SV)).toBe(409);
  });
});
