import fc from 'fast-check';
import { LISTING_MOVES, LISTING_SOURCES, LISTING_STATES } from '../../src/protection/listings/listing.states.js';
import { Attacker } from '../support/attack.js';
import { listingStep, ON_AUTHORITYS_LIST, ProtectionHouse, release, releaseOf } from '../support/protection.js';

let house: ProtectionHouse;
let attacker: Attacker;

beforeAll(async () => {
  house = await ProtectionHouse.open();
  await house.service('videos', 'content');
  await house.service('drive', 'storage', 'rail');
  attacker = await Attacker.connect(house.desk.service.db.url);
});
afterAll(async () => {
  await attacker?.close();
  await house?.close();
});

describe('Whatever happens to a listing', () => {
  const ROLES = ['H', 'PO', 'SYS'] as const;
  /** A step by somebody, or an hour of the calendar. */
  const happening = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        to: fc.constantFrom(...LISTING_STATES),
        role: fc.constantFrom(...ROLES),
        honest: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant('calendar' as const) },
  );

  it('it goes the steps that there are, an own one never passes for official, and what is told is what is so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...LISTING_SOURCES),
        fc.constantFrom([-5, 20], [5, 20], [20, -5]),
        fc.array(happening, { minLength: 3, maxLength: 10 }),
        async (source, [since, more], happenings) => {
          const id = await house.proposed({ source, releases: [release(since!, more)] });
          for (const one of happenings) {
            if (one === 'calendar') await house.followCalendar();
            else await attempt(id, source, one);
          }
          await house.followCalendar();
          await expectSound(id, source);
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  /** Writes the row by hand, as someone with the application's connection would, from where the listing is or says it is. */
  async function attempt(
    id: string,
    source: string,
    { to, role, honest }: { to: string; role: string; honest: boolean },
  ): Promise<void> {
    const [standing] = await house.desk.service.db.database.read(house.society, (tx) =>
      tx.query<{ state: string; steps: number }[]>(
        'select state, steps from protection.listing_standing where listing_id = $1',
        [id],
      ),
    );
    const from = honest ? standing!.state : 'submitted';
    const [place, official] = [standing!.steps + 1, to === 'listed' && from === 'submitted'];
    const who = { source: `'${source}'`, role: `'${role}'`, ...(official && ON_AUTHORITYS_LIST) };
    const row = listingStep(id, place, from, to, who);
    await attacker.try(house.society, [...(from === to ? [releaseOf(id, place)] : []), row]);
  }

  async function expectSound(id: string, source: string): Promise<void> {
    const events = await house.desk.service.db.database.read(house.society, (tx) =>
      tx.query<
        {
          from: string;
          to: string;
          role: string;
          actor: string;
          reason: string;
          at: Date;
          authority: string | null;
          source: string;
        }[]
      >(
        `select from_state as "from", state as "to", role, actor, reason, happened_at as at, authority, source
         from protection.listing_event where listing_id = $1 order by ordinal`,
        [id],
      ),
    );
    let reached = 'none';
    for (const event of events) {
      expect(event.from).toBe(reached);
      const move = LISTING_MOVES.find(({ from, to }) => from === event.from && to === event.to);
      expect([move?.by, move?.on]).toEqual([expect.arrayContaining([event.role]), expect.arrayContaining([source])]);
      expect([event.source, event.actor === '', event.reason === '']).toEqual([source, false, false]);
      expect(event.authority !== null).toBe(
        source === 'official' && event.to === 'listed' && event.from === 'submitted',
      );
      reached = event.to;
    }
    const told = (await house.feed('&limit=1000')).json.items.find((entry: { id: string }) => entry.id === id);
    const everListed = events.some(({ to }) => to === 'listed');
    expect(told && [told.source, told.state]).toEqual(everListed ? [source, reached] : undefined);
    if (source === 'own' && told !== undefined)
      expect([told.authority, told.year, told.batch]).toEqual([null, null, null]);
    const duties = (await house.get(`/v1/listing-duties?listing=${id}`)).json.items as { state: string }[];
    if (['ended', 'delisted'].includes(reached)) expect(duties.filter(({ state }) => state === 'assigned')).toEqual([]);
    else expect(duties.length).toBe(everListed ? 2 : 0);
  }
});

describe('A day', () => {
  const ZONES = [
    ...['Asia/Shanghai', 'Asia/Tokyo', 'Asia/Kolkata', 'Europe/Paris', 'Europe/London', 'America/New_York'],
    ...['America/Havana', 'America/Sao_Paulo', 'Africa/Cairo', 'Australia/Lord_Howe', 'Pacific/Auckland', 'UTC'],
  ];

  it('begins at its first moment by the clocks of the place and is over at its last, on days of 23 and 25 hours too', async () => {
    const days = fc.sample(
      fc.record({ zone: fc.constantFrom(...ZONES), offset: fc.integer({ min: 0, max: 365 * 20 }) }),
      { numRuns: 600, seed: 7 },
    );
    const asked = days.map(({ zone, offset }) => ({
      ...{ zone, day: new Date(Date.UTC(2004, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10) },
    }));
    // Midnight that is skipped, midnight that is struck twice, the days around them.
    asked.push({ zone: 'Africa/Cairo', day: '2024-04-26' }, { zone: 'America/Havana', day: '2023-11-05' });
    asked.push({ zone: 'America/Sao_Paulo', day: '2018-11-04' }, { zone: 'America/Sao_Paulo', day: '2018-02-17' });
    const rows = await house.desk.service.db.dataSource.query<{ begins: Date; over: Date }[]>(
      `select protection.day_begins(a.day, a.zone) as begins, protection.day_is_over(a.day, a.zone) as over
       from rows from (jsonb_to_recordset($1::jsonb) as (day date, zone text)) with ordinality as a(day, zone, place)
       order by a.place`,
      [JSON.stringify(asked)],
    );
    const wrong = rows.flatMap(({ begins, over }, index) => {
      const { zone, day } = asked[index]!;
      const on = dayIn(zone);
      const held = [on(begins), on(new Date(over.getTime() - 1))].every((one) => one === day);
      const bounded = [on(new Date(begins.getTime() - 1)), on(over)].every((one) => one !== day);
      return held && bounded ? [] : [{ zone, day, begins, over }];
    });
    expect(wrong).toEqual([]);
    const lengths = new Set(rows.map(({ begins, over }) => (over.getTime() - begins.getTime()) / 3_600_000));
    expect([...lengths]).toEqual(expect.arrayContaining([23, 24, 25]));
  });

  function dayIn(timeZone: string): (moment: Date) => string {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    return (moment) => format.format(moment);
  }
});
