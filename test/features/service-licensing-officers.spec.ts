import { LicensingDesk } from '../support/licensing-desk.js';

let desk: LicensingDesk;
beforeAll(async () => {
  desk = await LicensingDesk.open();
});
afterAll(() => desk?.close());

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
    const end = (lastDay: string) =>
      desk.service.call('POST', `${path}/ending`, { token: AP, body: { lastDay, reason: 'no more coaches' } });
    expect((await end('2020-12-31')).json.code).toBe('tariff-ending-invalid');
    expect((await end('2098-12-31')).json).toMatchObject({ state: 'withdrawn', lastDay: '2098-12-31' });
    const trail = await desk.get('/v1/audit-events?subject=coaches/1&sort=at', desk.tokens.SV);
    expect(trail.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['tariff-version.drafted', 'tariff-version.changed', 'tariff-version.submitted', 'tariff-version.given-back'],
      ...['tariff-version.submitted', 'tariff-version.published', 'tariff-version.ended'],
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
