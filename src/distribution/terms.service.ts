import { Injectable } from '@nestjs/common';
import { parsePercent, parseWeight } from '../kernel/share.js';
import type { Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import type { Gate } from './rules/gates.js';
import { Collection, Deduction, RuleSet, RuleSetPublication, Weight } from './distribution.entity.js';

type OfBank = 'bankReference' | 'receivedOn';
export type NewCollection = Omit<
  Collection,
  'collectionId' | 'societyId' | 'version' | 'postedIn' | 'heldIn' | OfBank
> &
  Partial<Pick<Collection, OfBank>>;
export type NewDeduction = Omit<Deduction, 'deductionId' | 'ruleSetId' | 'societyId'>;
export type NewWeight = Omit<Weight, 'ruleSetId' | 'societyId'>;

export interface NewRuleSet {
  deductions: readonly NewDeduction[];
  weights: readonly NewWeight[];
  /** Limits other than the usual ones (rules/gates.ts), or `change_percent`: plain decimals. */
  gates?: readonly { gate: Gate | 'change_percent'; most: string }[];
}

/** What a distribution is made from, beside usage and claims: money, and the rules for sharing it. */
@Injectable()
export class TermsService {
  /** @throws a database refusal if periods of one licence overlap (`collection_periods_apart`) */
  addCollections(tx: Tx, collections: readonly NewCollection[]): Promise<void> {
    return insertRows(tx, Collection, collections);
  }

  /**
   * Where the next collection stands among those of the society: outputs keep the order in which they came. Two who add
   * collections at once go one after the other.
   */
  async nextOrdinal(tx: Tx, society: number): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('collections of a society', $1))`, [society]);
    return 1 + ((await tx.maximum(Collection, 'ordinal', { societyId: society })) ?? -1);
  }

  /** The numbers of all collections of the society. */
  async collections(tx: Tx, society: number): Promise<number[]> {
    const rows = await tx.find(Collection, { where: { societyId: society }, select: { collectionId: true } });
    return rows.map((row) => row.collectionId);
  }

  /**
   * Records the next version of the society's rules.
   * @returns its number
   * @throws a database refusal if the percents of one licence exceed 100 (`deductions_at_most_100`)
   */
  async addRuleSet(
    tx: Tx,
    society: number,
    { deductions, weights, gates = [] }: NewRuleSet,
    actor: string,
  ): Promise<number> {
    const version = 1 + ((await tx.maximum(RuleSet, 'version', { societyId: society })) ?? 0);
    const [{ rule_set_id: ruleSetId }] = (await tx.query(
      'insert into distribution.rule_set (version, recorded_by) values ($1, $2) returning rule_set_id',
      [version, actor],
    )) as [{ rule_set_id: number }];
    await insertRows(
      tx,
      Deduction,
      deductions.map((deduction) => ({ ...deduction, ruleSetId })),
    );
    await insertRows(
      tx,
      Weight,
      weights.map((weight) => ({ ...weight, ruleSetId })),
    );
    for (const { gate, most } of gates) {
      await tx.query('insert into distribution.gate_limit (rule_set_id, gate, most) values ($1, $2, $3)', [
        ruleSetId,
        gate,
        most,
      ]);
    }
    return ruleSetId;
  }

  /** The number of the newest version, if its deductions and weights are these. */
  async newestIfSame(tx: Tx, society: number, rules: NewRuleSet): Promise<number | undefined> {
    const newest = await tx.findOne(RuleSet, { where: { societyId: society }, order: { version: 'DESC' } });
    if (newest === null) return undefined;
    const { ruleSetId } = newest;
    const deductions = await tx.find(Deduction, { where: { ruleSetId }, order: { ordinal: 'ASC' } });
    const weights = await tx.findBy(Weight, { ruleSetId });
    return termsOf({ deductions, weights }) === termsOf(rules) ? ruleSetId : undefined;
  }

  /**
   * Puts a rule set in force for distributions that are to be posted.
   * @param resolution number and date of the members' decision
   * @throws a database refusal if whoever recorded it publishes it too (`rule_set_published_by_another`)
   */
  async publishRuleSet(tx: Tx, ruleSetId: number, resolution: string, actor: string): Promise<void> {
    await insertRows(tx, RuleSetPublication, [{ ruleSetId, resolution, publishedBy: actor }]);
  }
}

/** What two rule sets have in common that say the same. */
function termsOf({ deductions, weights }: Omit<NewRuleSet, 'gates'>): string {
  const weighed = weights.map(({ dimension, key, weight }) => [dimension, key, parseWeight(weight)].join(' '));
  return JSON.stringify([
    deductions.map(({ code, kind, percent, licenceId }) => [code, kind, parsePercent(percent), licenceId]),
    weighed.sort(),
  ]);
}
