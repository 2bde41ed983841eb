import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { request as httpRequest } from 'node:http';
import { ON_LIST, pdf, ProtectionHouse, release, sha256Of } from '../support/protection.js';

let house: ProtectionHouse;

beforeAll(async () => {
  house = await ProtectionHouse.open();
});
afterAll(() => house?.close());

describe('Services', () => {
  it('are registered by their platforms, which see no other’s, and by officers for platforms without an account', async () => {
    const mine = await house.service('stream-videos', 'content');
    expect([mine.status, mine.json]).toMatchObject([
      201,
      { id: 'stream-videos', platform: 'Stream', kind: 'content', open: true, told: false, version: 1 },
    ]);
    const other = await house.service('rail-drive', 'storage', 'PO', { platform: 'Rail' });
    expect(other.json).toMatchObject({ platform: 'Rail', kind: 'storage' });
    expect((await house.service('nobodys-links', 'search_link', 'PO')).json).toMatchObject({ platform: null });
    const seen = async (who: 'stream' | 'rail' | 'SV') =>
      (await house.get('/v1/services', who)).json.items.map(({ id }: { id: string }) => id);
    expect([await seen('stream'), await seen('rail')]).toEqual([['stream-videos'], ['rail-drive']]);
    expect(await seen('SV')).toEqual(['nobodys-links', 'rail-drive', 'stream-videos']);
    expect(await house.refused('GET', '/v1/services/rail-drive', 'stream')).toEqual([404, 'service-not-found']);
  });

  it('tell whether a webhook endpoint of the platform hears of their duties', async () => {
    const hook = { url: 'http://127.0.0.1:9/duties', eventTypes: null };
    await house.ok('POST', '/v1/webhook-endpoints', 'stream', hook);
    expect((await house.get('/v1/services/stream-videos', 'stream')).json.told).toBe(true);
    expect((await house.get('/v1/services/rail-drive', 'rail')).json.told).toBe(false);
  });

  it('keep what they were when they change', async () => {
    const change = { contact: 'law@stream.example.org', reason: 'new department' };
    const send = (etag: string) =>
      house.desk.service.call('PATCH', '/v1/services/stream-videos', {
        ...{ token: house.tokens.stream, headers: { 'If-Match': etag }, body: change },
      });
    expect((await send('"1"')).json).toMatchObject({ contact: 'law@stream.example.org', kind: 'content', version: 2 });
    expect((await send('"1"')).json.code).toBe('version-stale');
  });

  it.each([
    ['that is there already', { id: 'stream-videos' }, [409, 'service-exists']],
    ['of another platform', { id: 'x', platform: 'Rail' }, [400, 'service-of-own-platform']],
    ['of no kind that there is', { id: 'x', kind: 'radio' }, [400, 'input-invalid']],
    ['that is not on the web', { id: 'x', endpoint: 'javascript:alert(1)' }, [400, 'input-invalid']],
  ])('are refused if a platform registers one %s', async (_what, more, refusal) => {
    const body = { name: 'x', kind: 'content', endpoint: 'https://x.example', contact: 'x', ...more };
    expect(await house.refused('POST', '/v1/services', 'stream', body)).toEqual(refusal);
  });
});

describe('Evidence', () => {
  const send = (who: 'jade' | 'lin' | 'stream' | 'PO', body: Buffer, headers: Record<string, string> = {}) =>
    house.desk.service.call('POST', '/v1/evidence', {
      ...{ token: house.tokens[who], body, headers: { 'Content-Type': 'application/pdf', ...headers } },
    });

  it('is kept by the hash of its bytes, once, and given back as it came', async () => {
    const bytes = pdf();
    const first = await send('jade', bytes);
    expect([first.status, first.json]).toMatchObject([
      201,
      { id: sha256Of(bytes), mediaType: 'application/pdf', bytes: bytes.length },
    ]);
    expect((await send('jade', bytes)).json).toEqual(first.json);
    const answer = await fetch(`${house.desk.service.url}/v1/evidence/${sha256Of(bytes)}/file`, {
      headers: { Authorization: `Bearer ${house.tokens.jade}` },
    });
    expect(answer.headers.get('Content-Type')).toBe('application/pdf');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('is shown to who brought it and to the society, and to nobody else, though both brought the same file', async () => {
    const bytes = pdf();
    await send('jade', bytes);
    const path = `/v1/evidence/${sha256Of(bytes)}`;
    expect((await house.get(path, 'SV')).status).toBe(200);
    for (const who of ['lin', 'stream'] as const) {
      expect(await house.refused('GET', path, who)).toEqual([404, 'evidence-not-found']);
    }
    const again = await send('lin', bytes);
    expect([again.status, (await house.get(path, 'lin')).json.id]).toEqual([201, sha256Of(bytes)]);
  });

  it('of more than a part is whole', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2_500_000, 'pages ')]);
    expect((await send('PO', bytes)).json).toMatchObject({ id: sha256Of(bytes), bytes: bytes.length });
    const { text } = await house.get(`/v1/evidence/${sha256Of(bytes)}/file`);
    expect(sha256Of(Buffer.from(text))).toBe(sha256Of(bytes));
  });

  it.each([
    ['an archive that says that it is a page', Buffer.from('PK\x03\x04 archive'), {}, [400, 'evidence-of-other-type']],
    ['a picture under another type', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), {}, [400, 'evidence-of-other-type']],
    ['nothing', Buffer.alloc(0), {}, [400, 'evidence-of-other-type']],
    ['an archive', Buffer.from('PK\x03\x04'), { 'Content-Type': 'application/zip' }, [400, 'upload-not-taken']],
    ['a page of the web', Buffer.from('<html>'), { 'Content-Type': 'text/html' }, [400, 'upload-not-taken']],
    ['gzip', Buffer.from('\x1f\x8b'), { 'Content-Type': 'application/gzip' }, [400, 'upload-not-taken']],
    ['what is no gzip on the way', Buffer.from('%PDF-'), { 'Content-Encoding': 'gzip' }, [400, 'upload-malformed']],
  ])('is refused if it is %s', async (_what, bytes, headers, refusal) => {
    const answer = await send('PO', bytes, headers);
    expect([answer.status, answer.json.code]).toEqual(refusal);
  });

  it.each([
    ['a stream of 2 GiB', 2 * 1024 ** 3, false],
    ['a bomb of 2 GiB in 2 MB of gzip', 2 * 1024 ** 3, true],
  ])('is not read to its end if it is %s', async (_what, size, gzip) => {
    expect(await flood(size, gzip)).toEqual([413, 'upload-too-large']);
  });

  /** Sends zeros after the head of a PDF until the service has had enough. */
  function flood(size: number, gzip: boolean): Promise<[number, string]> {
    const chunk = Buffer.alloc(1 << 20);
    let sent = 0;
    const zeros = Readable.from(
      (function* () {
        yield Buffer.from('%PDF-1.7\n');
        for (; sent < size; sent += chunk.length) yield chunk;
      })(),
    );
    return new Promise((resolve, reject) => {
      const call = httpRequest(`${house.desk.service.url}/v1/evidence`, {
        method: 'POST',
        headers: {
          ...{ Authorization: `Bearer ${house.tokens.PO}`, 'Idempotency-Key': `flood-${gzip}` },
          ...{ 'Content-Type': 'application/pdf', ...(gzip && { 'Content-Encoding': 'gzip' }) },
        },
      });
      call.on('response', (answer) => {
        answer.setEncoding('utf8');
        let text = '';
        answer.on('data', (piece: string) => (text += piece));
        answer.on('end', () => {
          zeros.destroy();
          resolve([answer.statusCode!, (JSON.parse(text) as { code: string }).code]);
        });
      });
      call.on('error', (error) => (sent > size / 2 ? reject(error) : undefined));
      (gzip ? zeros.pipe(createGzip({ level: 1 })) : zeros).pipe(call);
    });
  }
});

describe('A listing', () => {
  it('is proposed by a holder with evidence, submitted, listed by the authority, and told', async () => {
    const work = await house.film('纸鸢', {
      alternativeTitles: ['The Paper Kite'],
      eidr: '10.5240/6E64-DC3C-D608-9065-C314-R',
    });
    const id = await house.proposed({ work }, 'jade');
    expect((await house.get(`/v1/listings/${id}`, 'jade')).json).toMatchObject({
      ...{ work, source: 'official', state: 'proposed', proposedBy: 'jade', authority: null, version: 1 },
      releases: [{ territories: 'CN', timeZone: 'Asia/Shanghai', opensAt: expect.stringMatching(/T16:00:00.000Z$/) }],
    });
    expect(await house.refused('GET', `/v1/listings/${id}`, 'lin')).toEqual([404, 'listing-not-found']);
    // Nothing of it is told before it is listed.
    expect((await house.feed()).json.items).toEqual([]);
    await house.ok('POST', `/v1/listings/${id}/submission`, 'PO', { reason: 'sent with the batch' });
    const listed = await house.ok('POST', `/v1/listings/${id}/placement`, 'PO', { ...ON_LIST, reason: 'published' });
    expect(listed.json).toMatchObject({ state: 'listed', ...ON_LIST, version: 3 });
    const { items } = (await house.get(`/v1/listings/${id}/history`, 'jade')).json;
    expect(items.map(({ from, to, role }: Record<string, string>) => [from, to, role])).toEqual([
      ...[
        ['none', 'proposed', 'H'],
        ['proposed', 'submitted', 'PO'],
        ['submitted', 'listed', 'PO'],
      ],
    ]);
    expect((await house.feed()).json).toMatchObject({
      items: [
        {
          ...{ number: 1, id, source: 'official', state: 'listed', ...ON_LIST, title: '纸鸢' },
          ...{ alternativeTitles: ['The Paper Kite'], eidr: '10.5240/6E64DC3CD6089065C314R' },
        },
      ],
      ...{ next: 1, more: false },
    });
  });

  it.each([
    ['without evidence', { evidence: [] }, [400, 'input-invalid']],
    ['with evidence of somebody else', { evidence: ['f'.repeat(64)] }, [404, 'evidence-not-found']],
    ['without a release', { releases: [] }, [400, 'input-invalid']],
    [
      'of a release that ends before it begins',
      { releases: [{ territories: 'CN', releasedOn: '2027-02-01', lastDay: '2027-01-01' }] },
      [422, 'release-never-in-theatres'],
    ],
    [
      'in a time zone that there is not',
      { releases: [{ territories: 'CN', releasedOn: '2027-02-01', timeZone: 'Asia/Nowhere' }] },
      [400, 'input-invalid'],
    ],
    ['of a work that there is not', { work: 'nothing' }, [404, 'work-not-found']],
  ])('is not proposed %s', async (_what, more, refusal) => {
    const usual: object = { releases: [release(1)], evidence: [await house.evidence()], work: await house.film() };
    const listing = { source: 'official', reason: 'why', ...usual, ...more };
    expect(await house.refused('POST', '/v1/listings', 'PO', listing)).toEqual(refusal);
  });

  it('is proposed by a holder for a work that it has a claim in, and for no other', async () => {
    const work = await house.film();
    const body = { source: 'own', releases: [release(1)], evidence: [await house.evidence('lin')], reason: 'why' };
    expect(await house.refused('POST', '/v1/listings', 'lin', { work, ...body })).toEqual([404, 'work-not-found']);
  });

  it('of the society’s own names no authority and is asked of none', async () => {
    const id = await house.proposed({ source: 'own' });
    const steps = `/v1/listings/${id}`;
    expect(await house.refused('POST', `${steps}/submission`, 'PO', { reason: 'x' })).toEqual([
      409,
      'move-not-possible',
    ]);
    const passed = { ...ON_LIST, reason: 'x' };
    expect(await house.refused('POST', `${steps}/placement`, 'PO', passed)).toEqual([422, 'listing-not-official']);
    const own = (await house.ok('POST', `${steps}/placement`, 'PO', { reason: 'decided' })).json;
    expect(own).toMatchObject({ source: 'own', state: 'listed', authority: null });
    const ofFeed = async (source: string) =>
      (await house.feed(`&source=${source}`)).json.items.map((one: { id: string }) => one.id);
    expect([(await ofFeed('own')).includes(id), (await ofFeed('official')).includes(id)]).toEqual([true, false]);
  });

  it('that is official names authority, year, batch and day, and the day is not to come', async () => {
    const id = await house.proposed();
    await house.ok('POST', `/v1/listings/${id}/submission`, 'PO', { reason: 'sent' });
    const place = (body: object) =>
      house.refused('POST', `/v1/listings/${id}/placement`, 'PO', { reason: 'x', ...body });
    expect(await place({})).toEqual([422, 'listing-without-authority']);
    expect(await place({ ...ON_LIST, batch: undefined })).toEqual([422, 'listing-without-authority']);
    expect(await place({ ...ON_LIST, listedOn: '2999-01-01' })).toEqual([422, 'listing-in-the-future']);
  });

  it('stands on a list once', async () => {
    const work = await house.film();
    await house.listed({ work });
    const again = await house.proposed({ work });
    await house.ok('POST', `/v1/listings/${again}/submission`, 'PO', { reason: 'sent' });
    const place = { ...ON_LIST, reason: 'published' };
    expect(await house.refused('POST', `/v1/listings/${again}/placement`, 'PO', place)).toEqual([
      ...[409, 'listing-of-a-work-once'],
    ]);
    await house.listed({ work, source: 'own' });
  });

  it('gets its last day from the rule profile where nobody has said it', async () => {
    const id = await house.proposed({ releases: [{ territories: '*', releasedOn: '2027-02-01' }] });
    // 90 days, the first one among them; from where a day begins first on earth to where it ends last.
    expect((await house.get(`/v1/listings/${id}`)).json.releases).toEqual([
      {
        ...{ territories: '*', releasedOn: '2027-02-01', lastDay: '2027-05-01', timeZone: null },
        ...{ opensAt: '2027-01-31T10:00:00.000Z', closesAt: '2027-05-02T12:00:00.000Z' },
      },
    ]);
  });
});
