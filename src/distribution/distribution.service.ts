import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readably } from '../platform/database/constraint.js';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { CalculationService, type Lines, type Run, type Stage } from './calculation.service.js';
import { distributionNotFound, inputsChanged, notInState, refusalsOf, reversalStands } from './distribution.errors.js';
import { Distribution, DistributionEvent } from './distribution.entity.js';
import { GatesService } from './gates.service.js';
import type { DistributionKind, DistributionState } from './distribution.states.js';
import { ReleaseCalculationService } from './releases/release-calculation.service.js';
import { distributionReleased, nothingToRelease, releaseOvertaken, releaseTooLate } from './releases/release.errors.js';

const STATE_INPUTS = sqlFile(import.meta.url, 'sql/state-inputs.sql');
const FIND_HELD_POOLS = sqlFile(import.meta.url, 'releases/sql/find-held-pools.sql');

/** The column with the distribution that is corrected. */
const FOLLOWS_BY = { reversal: 'reverses', adjustment: 'adjusts' } as const;

export interface NewDistribution {
  kind: Exclude<DistributionKind, 'reversal' | 'adjustment'>;
  ruleSetId: number;
  /** Numbers of the collections that it distributes. */
  collections: readonly number[];
}

type Step = Pick<DistributionEvent, 'state' | 'actor'> & Partial<Pick<DistributionEvent, 'reason' | 'inputsSha256'>>;

/**
 * The life of a distribution (domain, States). Every step names who takes it; the database refuses a step that does not
 * follow, an approval by whoever opened or calculated it, and results or postings at the wrong time.
 */
@Injectable()
export class DistributionService {
  constructor(
    private readonly calculation: CalculationService,
    private readonly releases: ReleaseCalculationService,
    private readonly gates: GatesService,
  ) {}

  async open(tx: Tx, society: number, { kind, ruleSetId, collections }: NewDistribution, actor: string): Promise<Run> {
    const [{ distribution_id: distributionId }] = (await tx.query(
      'insert into distribution.distribution (kind, rule_set_id) values ($1, $2) returning distribution_id',
      [kind, ruleSetId],
    )) as [{ distribution_id: number }];
    await this.#step(tx, distributionId, { state: 'open', actor });
    await tx.query('insert into distribution.pool (distribution_id, collection_id) select $1, unnest($2::integer[])', [
      distributionId,
      collections,
    ]);
    return { society, distributionId };
  }

  /**
   * Begins to take a posted distribution back. There is nothing to calculate: what is approved is the opposite of its
   * transactions, which are final.
   * @throws distribution-reversed, distribution-not-posted, distribution-released if a release of it has to be taken back first
   */
  async reverse(tx: Tx, { society, distributionId: reversed }: Run, actor: string, reason: string): Promise<Run> {
    const later = await releasesAfter(tx, reversed);
    if (later.length > 0) throw distributionReleased(reversed, later);
    const run = await this.#follow(tx, { society, distributionId: reversed }, 'reversal');
    await this.#step(tx, run.distributionId, { state: 'open', actor, reason });
    await tx.query(
      `insert into distribution.pool (distribution_id, collection_id)
       select $1, collection_id from distribution.pool where distribution_id = $2`,
      [run.distributionId, reversed],
    );
    const inputsSha256 = await this.inputs(tx, run);
    await this.#step(tx, run.distributionId, { state: 'calculated', actor, inputsSha256 });
    return run;
  }

  /**
   * Begins to release what a posted distribution holds (domain, After posting): of its pools those that hold money and are
   * not older than the rule profile's `look_back_years`.
   * @param today a release after the last day is refused
   * @throws distribution-not-found, distribution-not-posted, release-nothing-held, release-too-late
   */
  async adjust(
    tx: Tx,
    { society, distributionId: adjusted }: Run,
    actor: string,
    why: { reason: string; today: string },
  ): Promise<Run> {
    const pools = (await tx.query(FIND_HELD_POOLS, [adjusted, why.today])) as HeldPool[];
    const run = await this.#follow(tx, { society, distributionId: adjusted }, 'adjustment');
    if (pools.length === 0) throw nothingToRelease(adjusted);
    const open = pools.filter(({ too_old: tooOld }) => !tooOld);
    if (open.length === 0) throw releaseTooLate(adjusted, pools[0]!);
    await this.#step(tx, run.distributionId, { state: 'open', actor, reason: why.reason });
    await tx.query(
      `insert into distribution.pool (distribution_id, collection_id, follows)
       select $1, collection_id, held_in from distribution.collection where collection_id = any ($2)`,
      [run.distributionId, open.map(({ collection_id: id }) => id)],
    );
    return run;
  }

  /**
   * Contract ¶2–7 (¶1 is the usage reports'), and what the result is measured by.
   * @param enter is called as each stage starts
   * @throws distribution-not-found, distribution-state if it is not open; of an adjustment release-gives-nothing,
   *   release-overtaken, release-differs
   */
  async calculate(tx: Tx, run: Run, actor: string, enter: (stage: Stage) => void): Promise<void> {
    await this.#calculate(tx, run, actor, 'found', enter, () => this.inputs(tx, run));
    await this.gates.measure(tx, run);
  }

  /**
   * Calculates in a sandbox, where nobody approves, from files that one hash stands for.
   * @throws distribution-not-found, distribution-state if it is not open
   */
  async calculateFrom(
    tx: Tx,
    run: Run,
    actor: string,
    inputsSha256: string,
    enter: (stage: Stage) => void,
  ): Promise<void> {
    await this.#calculate(tx, run, actor, 'most', enter, () => Promise.resolve(inputsSha256));
  }

  /**
   * Takes a calculation back, with all that it computed.
   * @throws distribution-not-found, distribution-state if it is not calculated, reversal-not-calculated
   */
  async reopen(tx: Tx, run: Run, actor: string, reason: string): Promise<void> {
    await this.#last(tx, run, 'calculated');
    if ((await this.#of(tx, run)).reverses !== null) throw reversalStands(run.distributionId);
    await this.#step(tx, run.distributionId, { state: 'open', actor, reason });
    await tx.query('select distribution.discard_results($1)', [run.distributionId]);
  }

  /**
   * @throws distribution-not-found, distribution-state if it is not calculated, distribution-inputs-changed,
   *   distribution-approved-by-maker, distribution-what-if, rule-set-not-published, distribution-gates
   */
  async approve(tx: Tx, run: Run, actor: string): Promise<void> {
    const { inputsSha256 } = await this.#last(tx, run, 'calculated');
    if ((await this.inputs(tx, run)) !== inputsSha256) throw inputsChanged(run.distributionId);
    await this.#step(tx, run.distributionId, { state: 'approved', actor, inputsSha256 });
  }

  /** @throws distribution-not-found, distribution-state if it is not approved */
  async voidApproval(tx: Tx, run: Run, actor: string, reason: string): Promise<void> {
    const { inputsSha256 } = await this.#last(tx, run, 'approved');
    await this.#step(tx, run.distributionId, { state: 'calculated', actor, reason, inputsSha256 });
  }

  /**
   * Contract ¶8. Of many attempts one posts.
   * @param enter is called as the stage starts
   * @throws distribution-not-found, distribution-state if it is not approved (in a sandbox, if it is not calculated),
   *   distribution-what-if, distribution-inputs-changed, collection-posted-already
   */
  async post(tx: Tx, run: Run, actor: string, enter: (stage: Stage) => void): Promise<void> {
    // A correction of a collection waits from here on; of many who post, the others wait too.
    await tx.query(
      `select from distribution.collection
       where collection_id in (select collection_id from distribution.pool where distribution_id = $1)
       order by collection_id for update`,
      [run.distributionId],
    );
    const events = await this.history(tx, run);
    const last = events.at(-1);
    // What a sandbox calculated from files is posted at once; what people approved may have changed since.
    if (last?.state === 'approved' && (await this.inputs(tx, run)) !== last.inputsSha256) {
      throw inputsChanged(run.distributionId);
    }
    const { reverses, adjusts } = await this.#of(tx, run);
    await this.#step(tx, run.distributionId, { state: 'posted', actor });
    const posted =
      reverses === null
        ? this.calculation.post(tx, run, adjusts === null ? 'money' : 'held', enter)
        : this.calculation.reverse(tx, run, events[0]!.reason!);
    await readably(posted, refusalsOf(run.distributionId));
  }

  /** What happened to it, in order. */
  history(tx: Tx, { society, distributionId }: Run): Promise<DistributionEvent[]> {
    return tx.find(DistributionEvent, { where: { societyId: society, distributionId }, order: { ordinal: 'ASC' } });
  }

  /** SHA-256 over what a calculated distribution depends on, as that is now. */
  async inputs(tx: Tx, run: Run): Promise<string> {
    const { distributionId } = run;
    const { reverses } = await this.#of(tx, run);
    if (reverses !== null) return sha256Of(`transactions of distribution ${reverses}\n`);
    const rows = (await tx.query(STATE_INPUTS, [distributionId])) as { input: string; state: string | null }[];
    const text = rows.map(({ input, state }) => `${input}: ${state ?? 'none'}\n`).join('');
    return sha256Of(text);
  }

  async #of(tx: Tx, { society, distributionId }: Run): Promise<Distribution> {
    const distribution = await tx.findOneBy(Distribution, { societyId: society, distributionId });
    if (distribution === null) throw distributionNotFound(distributionId);
    return distribution;
  }

  /** @param inputs is asked once everything is calculated, since what a run used is known only then */
  async #calculate(
    tx: Tx,
    run: Run,
    actor: string,
    lines: Lines,
    enter: (stage: Stage) => void,
    inputs: () => Promise<string>,
  ): Promise<void> {
    await this.#last(tx, run, 'open');
    if ((await this.#of(tx, run)).adjusts === null) await this.calculation.calculate(tx, run, lines, enter);
    else await this.#calculateRelease(tx, run, enter);
    await this.#step(tx, run.distributionId, { state: 'calculated', actor, inputsSha256: await inputs() });
  }

  /** Makes a distribution that corrects a posted one, by the rules of that one. @throws distribution-not-found, distribution-not-posted, distribution-reversed */
  async #follow(tx: Tx, { society, distributionId }: Run, kind: keyof typeof FOLLOWS_BY): Promise<Run> {
    const [row] = (await readably(
      tx.query(
        `insert into distribution.distribution (kind, rule_set_id, ${FOLLOWS_BY[kind]})
         select $3::text, rule_set_id, distribution_id from distribution.distribution
         where society_id = $1 and distribution_id = $2 returning distribution_id`,
        [society, distributionId, kind],
      ),
      refusalsOf(distributionId),
    )) as { distribution_id: number }[];
    if (row === undefined) throw distributionNotFound(distributionId);
    return { society, distributionId: row.distribution_id };
  }

  async #calculateRelease(tx: Tx, run: Run, enter: (stage: Stage) => void): Promise<void> {
    const overtaken = await tx.query<object[]>(
      `select from distribution.pool p join distribution.collection c on c.collection_id = p.collection_id
       where p.distribution_id = $1 and c.held_in is distinct from p.follows limit 1`,
      [run.distributionId],
    );
    if (overtaken.length > 0) throw releaseOvertaken(run.distributionId);
    await this.releases.calculate(tx, run, enter);
    // Whether it is the balance to the unit and to the point is not left to the end of the transaction.
    await readably(
      tx.query('set constraints distribution.pool_result_wholly_allocated immediate'),
      refusalsOf(run.distributionId),
    );
  }

  async #last(tx: Tx, run: Run, needed: DistributionState): Promise<DistributionEvent> {
    const last = (await this.history(tx, run)).at(-1);
    if (!last) throw distributionNotFound(run.distributionId);
    if (last.state !== needed) throw notInState(run.distributionId, last.state, needed);
    return last;
  }

  async #step(tx: Tx, id: number, { state, actor, reason, inputsSha256 }: Step): Promise<void> {
    await readably(
      tx.query(
        `insert into distribution.distribution_event (distribution_id, ordinal, state, actor, reason, inputs_sha256)
         select $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5
         from distribution.distribution_event where distribution_id = $1`,
        [id, state, actor, reason ?? null, inputsSha256 ?? null],
      ),
      refusalsOf(id),
    );
  }
}

interface HeldPool {
  collection_id: number;
  code: string;
  too_old: boolean;
  until: string | null;
  source: string | null;
}

/** Releases in the books that come after a distribution or release, the last first. */
async function releasesAfter(tx: Tx, distributionId: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }[]>(
    `select distinct c.held_in as id
     from distribution.pool p join distribution.collection c on c.collection_id = p.collection_id
     where p.distribution_id = $1 and c.held_in > $1
     order by id desc`,
    [distributionId],
  );
  return rows.map(({ id }) => id);
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
