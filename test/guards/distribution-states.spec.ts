import fc from 'fast-check';
import type { Attacker } from '../support/attack.js';
import type { TestDatabase } from '../support/database.js';
import { postedDatabase } from '../support/posted-database.js';

/** The society that is no sandbox. */
const SOCIETY = 3;
const PEOPLE = ['anna', 'bela', 'carla'] as const;
const STATES = ['open', 'calculated', 'approved', 'posted'] as const;

type State = (typeof STATES)[number];

interface Step {
  state: State;
  actor: (typeof PEOPLE)[number];
  reason: string | null;
  /** Of what it is calculated from, or approved for. */
  inputs: string;
}

let db: TestDatabase;
let attacker: Attacker;
let distributions = 0;

beforeAll(async () => {
  ({ db, attacker } = await postedDatabase());
  await pass(
    `insert into distribution.rule_set (version, recorded_by) values (1, 'anna'), (2, 'anna')`,
    `insert into distribution.rule_set_publication (rule_set_id, resolution, published_by)
     select rule_set_id, 'General assembly, 12 May 2026, no. 4', 'bela' from distribution.rule_set where version = 1`,
  );
});

afterAll(async () => {
  await attacker?.close();
  await db?.drop();
});

async function pass(...statements: string[]): Promise<void> {
  expect(await attacker.try(SOCIETY, statements)).toBe('let it pass');
}

/** A distribution without collections, so that it can be posted without money. */
async function distribution({ kind = 'normal', version = 1 } = {}): Promise<number> {
  await pass(
    `insert into distribution.distribution (kind, rule_set_id)
     select '${kind}', rule_set_id from distribution.rule_set where version = ${version}`,
  );
  distributions++;
  return Number(await attacker.read(SOCIETY, 'select max(distribution_id) from distribution.distribution'));
}

function taken(id: number, { state, actor, reason, inputs }: Step): string {
  const needsInputs = state === 'calculated' || state === 'approved';
  return `insert into distribution.distribution_event (distribution_id, ordinal, state, actor, reason, inputs_sha256)
    select ${id}, coalesce(max(ordinal), 0) + 1, '${state}', '${actor}', ${reason === null ? 'null' : `'${reason}'`},
      ${needsInputs ? `'${inputs}'` : 'null'}
    from distribution.distribution_event where distribution_id = ${id}`;
}

/** A measure of the last event, which passes up to 10. */
function measured(id: number, measure: number): string {
  return `insert into distribution.gate (distribution_id, ordinal, gate, measured, most)
    select ${id}, max(ordinal), 'disputed_share', ${measure}, 10
    from distribution.distribution_event where distribution_id = ${id}`;
}

function step(state: State, actor: Step['actor'], more: Partial<Step> = {}): Step {
  return { state, actor, reason: null, inputs: 'x', ...more };
}

/** Taking an approval back makes nothing, though it leads to 'calculated'. */
function makes(done: readonly Step[], index: number): boolean {
  const { state } = done[index]!;
  return state === 'open' || (state === 'calculated' && done[index - 1]?.state === 'open');
}

/** Domain, States: whether the step may follow what was done before. */
function mayFollow(done: readonly Step[], next: Step): boolean {
  const last = done.at(-1);
  switch (next.state) {
    case 'open':
      return last === undefined || (last.state === 'calculated' && next.reason !== null);
    case 'calculated':
      return last?.state === 'open' || (last?.state === 'approved' && next.reason !== null);
    case 'approved':
      return (
        last?.state === 'calculated' &&
        last.inputs === next.inputs &&
        !done.some(({ actor }, index) => actor === next.actor && makes(done, index))
      );
    case 'posted':
      return last?.state === 'approved';
  }
}

describe('The states of a distribution', () => {
  it('follow each other as the domain says, whatever is tried', async () => {
    const anyStep = fc.record<Step>({
      state: fc.constantFrom(...STATES),
      actor: fc.constantFrom(...PEOPLE),
      reason: fc.option(fc.constant('a claim was wrong')),
      inputs: fc.constantFrom('x', 'x', 'x', 'y'),
    });
    let posted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 8, maxLength: 25 }), async (steps) => {
        const id = await distribution();
        const done: Step[] = [];
        for (const next of steps) {
          const anew = next.state === 'calculated' && done.at(-1)?.state === 'open';
          const answer = await attacker.try(SOCIETY, [taken(id, next), ...(anew ? [measured(id, 10)] : [])]);
          expect([next, answer === 'let it pass']).toEqual([next, mayFollow(done, next)]);
          if (answer === 'let it pass') done.push(next);
        }
        if (done.at(-1)?.state === 'posted') posted++;
      }),
      { numRuns: 60 },
    );
    expect(distributions).toBeGreaterThanOrEqual(60);
    expect(posted).toBeGreaterThan(0);
  });

  it.each([
    ['distribution_state_follows', [step('posted', 'anna')]],
    ['distribution_step_back_has_reason', [step('open', 'anna'), step('calculated', 'anna'), step('open', 'anna')]],
    ['distribution_approved_by_another', [step('open', 'anna'), step('calculated', 'bela'), step('approved', 'anna')]],
    [
      'distribution_approved_as_calculated',
      [step('open', 'anna'), step('calculated', 'anna'), step('approved', 'bela', { inputs: 'y' })],
    ],
  ] as const)('are kept by %s', async (constraint, steps) => {
    const id = await distribution();
    expect(
      await attacker.try(
        SOCIETY,
        steps.map((each) => taken(id, each)),
      ),
    ).toMatchObject({ constraint });
  });

  it('are those of a calculation only, in a what-if run', async () => {
    const id = await distribution({ kind: 'what_if', version: 2 });
    await pass(taken(id, step('open', 'anna')), taken(id, step('calculated', 'anna')));
    expect(await attacker.try(SOCIETY, [taken(id, step('approved', 'bela'))])).toMatchObject({
      constraint: 'distribution_what_if_never_posted',
    });
  });

  it('end before approval where the rules were not resolved', async () => {
    const id = await distribution({ version: 2 });
    await pass(taken(id, step('open', 'anna')), taken(id, step('calculated', 'anna')));
    expect(await attacker.try(SOCIETY, [taken(id, step('approved', 'bela'))])).toMatchObject({
      constraint: 'distribution_by_published_rules',
    });
  });

  it('are not those of rules that one person made and put in force', async () => {
    const publish = `insert into distribution.rule_set_publication (rule_set_id, resolution, published_by)
      select rule_set_id, 'mine', 'anna' from distribution.rule_set where version = 2`;
    expect(await attacker.try(SOCIETY, [publish])).toMatchObject({ constraint: 'rule_set_published_by_another' });
  });

  it('lead to approval through gates that are passed, or waived with a reason', async () => {
    const id = await distribution();
    const approve = taken(id, step('approved', 'bela'));
    await pass(taken(id, step('open', 'anna')), taken(id, step('calculated', 'anna')));
    expect(await attacker.try(SOCIETY, [approve])).toMatchObject({ constraint: 'distribution_gates_passed' });
    await pass(measured(id, 10.5));
    expect(await attacker.try(SOCIETY, [approve])).toMatchObject({ constraint: 'distribution_gates_passed' });
    const waive = (reason: string) =>
      `insert into distribution.gate_waiver (distribution_id, ordinal, gate, actor, reason)
       values (${id}, 2, 'disputed_share', 'carla', '${reason}')`;
    expect(await attacker.try(SOCIETY, [waive('')])).toMatchObject({ constraint: 'gate_waiver_with_reason' });
    await pass(waive('one large dispute, known to the board'), approve);
  });
});
