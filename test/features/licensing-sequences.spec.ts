import fc from 'fast-check';
import {
  type Actor,
  type Grant,
  LICENCE_MOVES,
  type LicenceState,
  type LicenceStep,
  SYSTEM,
} from '../../src/licensing/index.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { addDays } from '../../src/kernel/calendar-day.js';
import { Attacker } from '../support/attack.js';
import { LicensingHouse, OFFICER } from '../support/licensing.js';

const STATES = ['none', ...new Set(LICENCE_MOVES.map(({ to }) => to))] as const;
const ROLES = ['licensing_officer', 'licensee', 'approver', 'system'] as const;
const EVENTS = ['offer', 'accept', 'withdraw', 'suspend', 'resume', 'terminate', 'calendar', 'redraft'] as const;

/** What happens: an event by somebody, or a row that someone with the application's connection writes by hand. */
type Happening =
  | { kind: 'event'; event: (typeof EVENTS)[number]; who: 'officer' | 'licensee' | 'system' | 'stranger' }
  | { kind: 'forged'; from: string; to: string; role: string; skip: number }
  | { kind: 'edited' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      event: fc.constantFrom(...EVENTS),
      who: fc.constantFrom('officer', 'officer', 'licensee', 'licensee', 'system', 'stranger'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('forged' as const),
      from: fc.constantFrom(...STATES),
      to: fc.constantFrom(...STATES),
      role: fc.constantFrom(...ROLES),
      skip: fc.integer({ min: -1, max: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edited' as const) }) },
);

let house: LicensingHouse;
let attacker: Attacker;
let people: Record<'officer' | 'licensee' | 'system' | 'stranger', Actor>;

beforeAll(async () => {
  house = await LicensingHouse.open();
  attacker = await Attacker.connect(house.db.url);
  people = {
    ...{ officer: OFFICER, licensee: await house.licensee(), system: SYSTEM },
    stranger: await house.licensee('Rail'),
  };
});
afterAll(async () => {
  await attacker?.close();
  await house?.close();
});

let licences = 0;

describe('Whatever happens to a licence, in whatever order', () => {
  it('it goes by the steps there are, and its terms stay as they were accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 14 }), async (happenings) => {
        // A term that is over already, so that the calendar may end it at any moment.
        const days = { validFrom: '2025-01-01', validTo: '2025-12-31' };
        const { licenceId } = await house.draft(`S-${++licences}`, days);
        let before = await house.act((tx) => house.services.grants.byId(tx, house.society, licenceId));
        for (const one of happenings) {
          await happen(one, before);
          const after = await house.act((tx) => house.services.grants.byId(tx, house.society, licenceId));
          expectNoNever(before, after);
          before = after;
        }
        expectSoundHistory(
          before,
          await house.act((tx) => house.services.grants.history(tx, house.society, licenceId)),
        );
      }),
      { numRuns: 30 },
    );
  });
});

async function happen(one: Happening, { licenceId, steps, state }: Grant): Promise<void> {
  if (one.kind === 'event') {
    await attempt(one.event, people[one.who], licenceId);
  } else if (one.kind === 'edited') {
    const answer = await attacker.try(house.society, [
      `update licensing.licence set valid_to = valid_to + 1 where licence_id = ${licenceId}`,
    ]);
    const constraint = state === 'draft' ? 'licence_change_recorded' : 'licence_terms_frozen';
    expect(answer).toMatchObject({ constraint });
  } else {
    await attacker.try(house.society, [
      `insert into licensing.licence_transition (licence_id, ordinal, from_state, to_state, role, actor, reason, cause)
       values (${licenceId}, ${steps + 1 + one.skip}, '${one.from}', '${one.to}', '${one.role}', 'mallory', 'why not',
         ${one.to === 'suspended' ? `'unpaid'` : 'null'})`,
    ]);
  }
}

/** Tries an event; what the field refuses is refused, and anything else is a bug. */
async function attempt(event: (typeof EVENTS)[number], actor: Actor, licenceId: number): Promise<void> {
  const { grants, quotes } = house.services;
  const { society } = house;
  const events = {
    offer: () => house.act((tx) => grants.offer(tx, society, actor, licenceId, 'go')),
    accept: () =>
      house.act(async (tx) => {
        const { quoteId } = await grants.byId(tx, society, licenceId);
        const { sha256 } = await quotes.byId(tx, society, quoteId!);
        return grants.accept(tx, society, actor, licenceId, sha256);
      }),
    withdraw: () => house.act((tx) => grants.withdraw(tx, society, actor, licenceId, 'a mistake')),
    suspend: () =>
      house.act((tx) => grants.suspend(tx, society, actor, licenceId, { cause: 'unpaid', reason: 'no money' })),
    resume: () => house.act((tx) => grants.resume(tx, society, actor, licenceId, 'paid')),
    terminate: () => house.act((tx) => grants.terminate(tx, society, actor, licenceId, 'notice')),
    calendar: () => house.act((tx) => grants.followCalendar(tx, society, addDays(house.today, -1))),
    redraft: () =>
      house.act(async (tx) => {
        const { quoteId, steps: seen } = await grants.byId(tx, society, licenceId);
        const territories = { except: false, codes: ['FR'] };
        const terms = { quoteId: quoteId!, useTypes: ['rental'] as const, territories, validFrom: '2025-02-01' };
        const rest = {
          validTo: '2025-11-30',
          metric: 'seconds',
          exclusive: false,
          reportEveryMonths: 12,
          statementConsent: null,
        } as const;
        const changed = { terms: { ...terms, ...rest }, reason: 'as talked over' };
        return grants.redraft(tx, society, actor, { licenceId, seen }, changed);
      }),
  };
  try {
    await events[event]();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

function expectNoNever(before: Grant, after: Grant): void {
  const { state: from, steps: stepsBefore, ...termsBefore } = before;
  const { state: to, steps: stepsAfter, ...termsAfter } = after;
  const step = stepsAfter - stepsBefore;
  // Terms change in a draft alone, and each change is a step.
  if (from !== 'draft' || step === 0) expect(termsAfter).toEqual(termsBefore);
  if (from !== to) expect(step).toBe(1);
  else expect(step).toBeLessThanOrEqual(from === 'draft' ? 1 : 0);
  if (from !== to) expect(LICENCE_MOVES.map((move) => `${move.from} ${move.to}`)).toContain(`${from} ${to}`);
}

function expectSoundHistory({ state }: Grant, history: readonly LicenceStep[]): void {
  let reached: LicenceState | 'none' = 'none';
  for (const { from, to, role, actor, at, reason } of history) {
    expect(from).toBe(reached);
    expect(LICENCE_MOVES.find((move) => move.from === from && move.to === to)?.by).toContain(role);
    expect([actor, reason].includes('')).toBe(false);
    expect(at).toBeInstanceOf(Date);
    reached = to;
  }
  expect(reached).toBe(state);
}
