import { ProtectionHouse, release } from '../support/protection.js';

let house: ProtectionHouse;

beforeAll(async () => {
  house = await ProtectionHouse.open();
  await house.ok('POST', '/v1/webhook-endpoints', 'stream', { url: 'http://127.0.0.1:9/duties', eventTypes: null });
  await house.service('stream-videos', 'content');
  await house.service('rail-drive', 'storage', 'rail');
  await house.service('nobodys-links', 'search_link', 'PO');
  const titles = { alternativeTitles: ['The Paper Kite'], eidr: '10.5240/6E64-DC3C-D608-9065-C314-R' };
  await house.listed({ work: await house.film('纸鸢', titles) });
});
afterAll(() => house?.close());

describe('What is listed', () => {
  it('becomes a duty of each open service by its kind, which its platform acknowledges and does', async () => {
    const id = await house.listed();
    const duties = async (who: 'stream' | 'rail' | 'SV', more = '') =>
      (await house.get(`/v1/listing-duties?listing=${id}${more}`, who)).json.items;
    expect(await duties('SV', '&sort=id')).toMatchObject([
      { service: 'stream-videos', platform: 'Stream', task: 'no_offer_in_release', state: 'assigned', late: false },
      { service: 'rail-drive', platform: 'Rail', task: 'no_uploads' },
      { service: 'nobodys-links', platform: null, task: 'faster_removal' },
    ]);
    const [mine] = await duties('stream');
    expect([(await duties('stream')).length, mine.service]).toEqual([1, 'stream-videos']);
    expect(Date.parse(mine.dueAt) - Date.parse(mine.assignedAt)).toBe(24 * 3_600_000);
    const [theirs] = await duties('rail');
    const answer = { duties: [mine.id], reason: 'in the queue' };
    const acknowledged = await house.ok('POST', '/v1/listing-duties/acknowledgement', 'stream', answer);
    expect(acknowledged.json.items).toMatchObject([{ state: 'acknowledged', reason: 'in the queue' }]);
    expect(await house.refused('POST', '/v1/listing-duties/acknowledgement', 'stream', answer)).toEqual([
      ...[409, 'move-not-possible'],
    ]);
    // All of them or none.
    const both = { duties: [mine.id, theirs.id], reason: 'done' };
    expect(await house.refused('POST', '/v1/listing-duties/completion', 'stream', both)).toEqual([
      404,
      'duty-not-found',
    ]);
    expect((await duties('stream'))[0].state).toBe('acknowledged');
    await house.ok('POST', '/v1/listing-duties/completion', 'stream', { duties: [mine.id], reason: 'taken down' });
    const [officers] = await duties('SV', '&service=nobodys-links');
    const word = { duties: [officers.id], reason: 'by their letter of today' };
    const done = await house.ok('POST', '/v1/listing-duties/completion', 'PO', word);
    expect(done.json.items).toMatchObject([{ state: 'done', late: false, reason: 'by their letter of today' }]);
  });

  it('is late once its time is over, which both sides are told, and stays marked when it is done', async () => {
    const id = await house.listed();
    const [duty] = (await house.get(`/v1/listing-duties?listing=${id}&service=stream-videos`)).json.items;
    const overdue = async () => (await house.get(`/v1/listing-duties/${duty.id}`, 'stream')).json;
    await house.followCalendar();
    expect(await overdue()).toMatchObject({ state: 'assigned' });
    await house.asOwner(
      'alter table protection.duty disable trigger user',
      `update protection.duty set assigned_at = now() - interval '25 hours', due_at = now() - interval '1 hour'
       where duty_id = ${duty.id}`,
    );
    await house.followCalendar();
    await house.followCalendar();
    expect(await overdue()).toMatchObject({ state: 'overdue', late: true });
    const events = await house.told(`listing-duty/${duty.id}`);
    expect(events).toEqual(
      expect.arrayContaining(['listing-duty.assigned to Stream', 'listing-duty.overdue to Stream']),
    );
    expect(events.filter((one) => one.includes('overdue to Stream'))).toHaveLength(1);
    await house.ok('POST', '/v1/listing-duties/completion', 'stream', { duties: [duty.id], reason: 'late, sorry' });
    expect(await overdue()).toMatchObject({ state: 'done', late: true });
  });

  it('is asked of a service that comes later too, and of one that has closed no more', async () => {
    await house.listed();
    await house.service('rail-shop', 'ecommerce', 'rail');
    const duties = async (service: string) =>
      (await house.get(`/v1/listing-duties?service=${service}&limit=200`)).json.items.length as number;
    const standing = (await house.feed()).json.items.filter(
      ({ state }: { state: string }) => state !== 'delisted',
    ).length;
    expect(await duties('rail-shop')).toBe(standing);
    const body = { open: false, reason: 'shut' };
    await house.desk.service.call('PATCH', '/v1/services/rail-shop', {
      ...{ token: house.tokens.rail, headers: { 'If-Match': '"1"' }, body },
    });
    await house.listed();
    expect(await duties('rail-shop')).toBe(standing);
    // The law asks nothing of whoever only gives access.
    await house.service('rail-net', 'access_cache', 'rail');
    expect(await duties('rail-net')).toBe(0);
  });

  it('is asked no more once it is taken from the list', async () => {
    const id = await house.listed();
    await house.ok('POST', `/v1/listings/${id}/delisting`, 'PO', { reason: 'by mistake' });
    const { items } = (await house.get(`/v1/listing-duties?listing=${id}`)).json;
    expect(new Set(items.map(({ state }: { state: string }) => state))).toEqual(new Set(['lifted']));
    expect(await house.refused('POST', `/v1/listings/${id}/delisting`, 'PO', { reason: 'again' })).toEqual([
      ...[409, 'move-not-possible'],
    ]);
  });
});

describe('The feed', () => {
  const last = async () => (await house.feed('&limit=1000')).json.next as number;

  it('answers 304 to who has its last number, and tells what has changed since', async () => {
    const before = await last();
    const known = await house.feed(`&after=${before}`, { 'If-None-Match': `"${before}"` });
    expect([known.status, known.text, known.headers.get('ETag')]).toEqual([304, '', `"${before}"`]);
    const id = await house.listed();
    const news = await house.feed(`&after=${before}`, { 'If-None-Match': `"${before}"` });
    expect([news.status, news.json.items]).toMatchObject([200, [{ number: before + 1, id, state: 'listed' }]]);
    const releases = [{ ...release(-40, 90), territories: 'CN HK' }];
    await house.ok('POST', `/v1/listings/${id}/releases`, 'PO', { releases, reason: 'moved by a month' });
    await house.ok('POST', `/v1/listings/${id}/delisting`, 'PO', { reason: 'not released after all' });
    // Of each listing its last entry alone.
    expect((await house.feed(`&after=${before}`)).json).toMatchObject({
      items: [{ number: before + 3, id, state: 'delisted', releases: [{ territories: 'CN HK' }] }],
      next: before + 3,
    });
    expect(await house.told(`listing/${id}`)).toEqual(
      expect.arrayContaining(['listing.changed to Stream', 'listing.changed to Stream', 'listing.changed to Stream']),
    );
  });

  it('comes in pieces, and as CSV with a link to what follows', async () => {
    const first = (await house.feed('&limit=2')).json;
    expect([first.items.length, first.more]).toEqual([2, true]);
    const second = (await house.feed(`&limit=2&after=${first.next}`)).json;
    expect(second.items[0].number).toBeGreaterThan(first.items[1].number);
    const csv = await house.feed('&limit=2', { Accept: 'text/csv' });
    expect(csv.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('Link')).toMatch(new RegExp(`after=${first.next}>; rel="next"`));
    expect(csv.text.split('\r\n')[0]).toMatch(
      /^number,id,source,state,authority,year,batch,listedOn,title,alternativeTitles/,
    );
    expect(csv.text).toContain('The Paper Kite');
  });

  it('tells another title of the work within the hour, though nothing was done to the listing', async () => {
    const work = await house.film('Working Title');
    const id = await house.listed({ work });
    const before = await last();
    const seen = (await house.call('GET', `/v1/works/${work}`, 'RO')).headers.get('ETag')!;
    await house.desk.service.call('PATCH', `/v1/works/${work}`, {
      ...{ token: house.tokens.RO, headers: { 'If-Match': seen }, body: { title: 'Released Title' } },
    });
    await house.followCalendar();
    const { items } = (await house.feed(`&after=${before}`)).json;
    expect(items.find((entry: { id: string }) => entry.id === id)).toMatchObject({ title: 'Released Title' });
    const number = await last();
    await house.followCalendar();
    expect(await last()).toBe(number);
  });

  it('is not there for a society that is not', async () => {
    const nobody = await house.desk.service.call('GET', '/v1/public/listings?society=Nobody');
    expect([nobody.status, nobody.json.code]).toEqual([404, 'society-not-found']);
  });
});

describe('Whether a film is listed', () => {
  const found = async (query: Record<string, string>) => {
    const { listed, matches } = (await house.lookUp(query)).json;
    return [listed, matches.map(({ title, likeness }: Record<string, string>) => [title, likeness])];
  };

  it('is known by its title in whatever spelling, and by like ones', async () => {
    await house.listed({ work: await house.film('Jade River Rising') });
    expect(await found({ title: 'JADE  river: rising' })).toEqual([true, [['Jade River Rising', '1']]]);
    const [listed, [like]] = (await found({ title: 'Jade River Risng' })) as [boolean, [string, string][]];
    expect([listed, like![0], Number(like![1]) > 0.8 && Number(like![1]) < 1]).toEqual([
      true,
      'Jade River Rising',
      true,
    ]);
    expect(await found({ title: '纸鸢' })).toEqual([true, [['纸鸢', '1']]]);
    expect(await found({ title: 'paper kite, the' })).toEqual([true, [['纸鸢', '1']]]);
    expect(await found({ title: 'Something Else Altogether' })).toEqual([false, []]);
    expect(await found({ title: '…' })).toEqual([false, []]);
  });

  it('is known by an identifier', async () => {
    expect(await found({ eidr: '10.5240/6E64-DC3C-D608-9065-C314-R' })).toEqual([true, [['纸鸢', '1']]]);
    expect(await found({ imdb: 'tt0000404' })).toEqual([false, []]);
    const asked = (await house.lookUp({ imdb: 'tt0000404', title: 'x' })).json;
    expect(asked.code).toBe('one-name-needed');
  });

  it('is denied once it has been taken from the list', async () => {
    const id = await house.listed({ work: await house.film('A Film Withdrawn') });
    expect((await found({ title: 'A Film Withdrawn' }))[0]).toBe(true);
    await house.ok('POST', `/v1/listings/${id}/delisting`, 'PO', { reason: 'x' });
    expect((await found({ title: 'A Film Withdrawn' }))[0]).toBe(false);
  });
});

describe('A licence that covers a listed film in its window', () => {
  it('is warned of once, to the society and its licensee', async () => {
    const licence = await house.networkLicence('Stream', 'network-1', ['svod']);
    const work = await house.film('Film under Licence');
    const id = await house.listed({ work });
    await house.followCalendar();
    const { items } = (await house.get(`/v1/listing-warnings?listing=${id}`)).json;
    expect(items).toMatchObject([{ listing: id, title: 'Film under Licence', licence, licensee: 'Stream' }]);
    expect((await house.get('/v1/listing-warnings', 'rail')).json.items).toEqual([]);
    expect((await house.get(`/v1/listing-warnings?listing=${id}`, 'stream')).json.items).toEqual(items);
    expect(await house.told(`listing-warning/${items[0].id}`)).toEqual(['listing.licence-warning to Stream']);
  });

  it('is found by the calendar if it comes after the listing, and only where it shares days, places and rights', async () => {
    const ids = {
      here: await house.listed({ releases: [release(5)] }),
      abroad: await house.listed({ releases: [{ ...release(5), territories: 'FR' }] }),
      over: await house.listed({ releases: [release(90, -20)] }),
    };
    await house.networkLicence('Rail', 'network-2', ['short_video']);
    await house.networkLicence('Rail', 'theatres', ['public_screening']);
    await house.followCalendar();
    const warned = async (listing: string) =>
      (await house.get(`/v1/listing-warnings?listing=${listing}`, 'rail')).json.items.map(
        (one: { licence: string }) => one.licence,
      );
    expect([await warned(ids.here), await warned(ids.abroad), await warned(ids.over)]).toEqual([['network-2'], [], []]);
  });
});

describe('Windows', () => {
  const stateOf = async (id: string) => (await house.get(`/v1/listings/${id}`)).json.state as string;
  /** A release in Cairo, where on 26 April 2024 clocks went from 24:00 to 1:00, and in Paris. */
  const releases = [
    { territories: 'EG', releasedOn: '2024-04-26', lastDay: '2024-05-01', timeZone: 'Africa/Cairo' },
    { territories: 'FR', releasedOn: '2024-10-20', lastDay: '2024-10-27', timeZone: 'Europe/Paris' },
  ];

  it('open with the first release and end with the last one, by the clocks of the place', async () => {
    const id = await house.listed({ releases });
    const moments: [string, string][] = [
      ['2024-04-25T21:59:59Z', 'listed'],
      ['2024-04-25T22:00:00Z', 'window'],
      // Between the two.
      ['2024-08-01T00:00:00Z', 'window'],
      // The night in which Paris has an hour more.
      ['2024-10-27T22:59:59Z', 'window'],
      ['2024-10-27T23:00:00Z', 'ended'],
    ];
    for (const [now, state] of moments) {
      await house.followCalendar(new Date(now));
      expect([now, await stateOf(id)]).toEqual([now, state]);
    }
    const { items } = (await house.get(`/v1/listing-duties?listing=${id}`)).json;
    expect(new Set(items.map((duty: { state: string }) => duty.state))).toEqual(new Set(['lifted']));
  });

  it('that nobody looked at in time have ended all the same', async () => {
    const id = await house.listed({ releases });
    await house.followCalendar(new Date('2025-01-01T00:00:00Z'));
    expect(await stateOf(id)).toBe('ended');
    expect((await house.feed('&limit=1000')).json.items.at(-1)).toMatchObject({ id, state: 'ended' });
  });

  it('follow releases that are moved', async () => {
    const id = await house.listed({ releases: [release(10)] });
    await house.followCalendar();
    expect(await stateOf(id)).toBe('window');
    await house.ok('POST', `/v1/listings/${id}/releases`, 'PO', {
      releases: [release(30, -2)],
      reason: 'taken off early',
    });
    expect(await stateOf(id)).toBe('window');
    await house.followCalendar();
    expect(await stateOf(id)).toBe('ended');
  });
});
