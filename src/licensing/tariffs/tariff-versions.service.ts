import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { isCurrency } from '../../kernel/money.js';
import { shown } from '../../kernel/shown.js';
import type { TerritorySet } from '../../kernel/territory.js';
import type { Right, UseType } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import { type Actor, requireRole } from '../actor.js';
import { tariffNotFound } from '../licensing.errors.js';
import { mustBe, roleForMove } from '../moves.js';
import { readably } from '../refusals.js';
import type { TariffFormula } from '../rules/formula.js';
import { readFormula } from '../rules/read-formula.js';
import { TARIFF_MOVES, type TariffState } from './tariff.states.js';

/** What a version says; all of it can be changed while it is a draft. */
export interface TariffTerms {
  right: Right;
  useTypes: readonly UseType[];
  territories: TerritorySet;
  /** ISO 4217; amounts and rates of the formula are its major units. */
  currency: string;
  /** As JSON, see rules/formula.ts; it is checked. */
  formula: unknown;
  /** The resolution of the members that adopted it. */
  resolutionNumber: string;
  resolutionOn: string;
}

export interface NewTariffVersion extends TariffTerms {
  tariffId: number;
}

/** Which version, and how many steps it had taken when whoever changes it looked. */
export interface SeenVersionOf {
  tariffVersionId: number;
  steps: number;
}

/**
 * Versions of tariffs, from the draft to the publication by another person. What is published is never changed: a
 * further version takes its place from a day on.
 */
@Injectable()
export class TariffVersionsService {
  /**
   * Drafts a version, which nobody can quote before it is published.
   * @returns its number. @throws tariff-formula-invalid with every fault; tariff-not-found, tariff-of-two-rights, role-missing
   */
  async draft(tx: Tx, society: number, actor: Actor, version: NewTariffVersion): Promise<number> {
    requireRole(actor, 'licensing_officer', 'make a tariff version');
    const formula = formulaOf(version);
    const { right, useTypes, territories, currency, resolutionNumber, resolutionOn } = version;
    const rows = await readably(
      tx.query<{ id: number }[]>(
        `insert into licensing.tariff_version (tariff_id, version, "right", use_types, territories_except, territory_codes,
           currency, formula, resolution_number, resolution_on, made_by)
         select tariff_id, (select count(*) + 1 from licensing.tariff_version v where v.tariff_id = t.tariff_id),
           $3, $4, $5, $6, $7, $8, $9, $10, $11
         from licensing.tariff t where society_id = $1 and tariff_id = $2
         returning tariff_version_id as id`,
        [
          ...[society, version.tariffId, right, useTypes, territories.except, territories.codes, currency],
          ...[JSON.stringify(formula), resolutionNumber, resolutionOn, actor.userId],
        ],
      ),
    );
    if (rows[0] === undefined) throw tariffNotFound(String(version.tariffId));
    return rows[0].id;
  }

  /**
   * Changes a draft; the terms are those of now on as a whole, the change is a step with its reason.
   * @throws tariff-formula-invalid, tariff-not-found, tariff-of-two-rights, move-not-possible, moved-meanwhile, role-missing
   */
  async change(
    tx: Tx,
    society: number,
    actor: Actor,
    { tariffVersionId, steps }: SeenVersionOf,
    { terms, reason }: { terms: TariffTerms; reason: string },
  ): Promise<void> {
    const formula = formulaOf(terms);
    const standing = await this.#standing(tx, society, tariffVersionId);
    mustBe(nameOf(tariffVersionId), standing.state, 'draft', 'changed');
    const role = roleForMove(TARIFF_MOVES, nameOf(tariffVersionId), 'draft', 'draft', actor);
    await this.#record(tx, { tariffVersionId, steps, state: 'draft' }, { to: 'draft', role, actor, reason });
    const { right, useTypes, territories, currency, resolutionNumber, resolutionOn } = terms;
    await readably(
      tx.query(
        `update licensing.tariff_version set "right" = $3, use_types = $4, territories_except = $5, territory_codes = $6,
           currency = $7, formula = $8, resolution_number = $9, resolution_on = $10
         where society_id = $1 and tariff_version_id = $2`,
        [
          ...[society, tariffVersionId, right, useTypes, territories.except, territories.codes, currency],
          ...[JSON.stringify(formula), resolutionNumber, resolutionOn],
        ],
      ),
    );
  }

  /** Hands a draft to whoever publishes. @throws tariff-not-found, move-not-possible, moved-meanwhile, role-missing */
  submit(tx: Tx, society: number, actor: Actor, tariffVersionId: number, reason: string): Promise<void> {
    return this.#step(tx, society, actor, tariffVersionId, { to: 'submitted', reason });
  }

  /** Makes a submitted version a draft again. @throws tariff-not-found, move-not-possible, moved-meanwhile, role-missing */
  async giveBack(tx: Tx, society: number, actor: Actor, tariffVersionId: number, reason: string): Promise<void> {
    const { state } = await this.#standing(tx, society, tariffVersionId);
    mustBe(nameOf(tariffVersionId), state, 'submitted', 'given back');
    await this.#step(tx, society, actor, tariffVersionId, { to: 'draft', reason });
  }

  /** Ends a version that was not published. @throws tariff-not-found, move-not-possible, moved-meanwhile, role-missing */
  async withdraw(tx: Tx, society: number, actor: Actor, tariffVersionId: number, reason: string): Promise<void> {
    const { state } = await this.#standing(tx, society, tariffVersionId);
    // What is published ends with a last day.
    if (state === 'published') mustBe(nameOf(tariffVersionId), state, 'draft', 'withdrawn');
    await this.#step(tx, society, actor, tariffVersionId, { to: 'withdrawn', reason });
  }

  /**
   * Announces a submitted version: from its first day it is in force, in place of the one before it.
   * @param days first day, and the last one where it is known
   * @throws maker-approves to whoever made, changed or submitted it; tariff-backdated, tariff-before-resolution,
   *   tariff-not-found, term-out-of-order, move-not-possible, moved-meanwhile, role-missing
   */
  async publish(
    tx: Tx,
    society: number,
    actor: Actor,
    tariffVersionId: number,
    { validFrom, validTo, reason }: { validFrom: string; validTo?: string | undefined; reason: string },
  ): Promise<void> {
    await this.#step(tx, society, actor, tariffVersionId, { to: 'published', reason });
    await readably(
      tx.query(
        `insert into licensing.tariff_publication (tariff_version_id, tariff_id, made_by, valid_from, valid_to, published_by)
         select tariff_version_id, tariff_id, made_by, $3, $4, $5
         from licensing.tariff_version where society_id = $1 and tariff_version_id = $2`,
        [society, tariffVersionId, validFrom, validTo ?? null, actor.userId],
      ),
    );
  }

  /**
   * Withdraws a published version: it is in force until the end of its last day.
   * @throws tariff-ending-invalid if that day is over, or it ends no later without it; term-out-of-order,
   *   tariff-not-found, move-not-possible, moved-meanwhile, role-missing
   */
  async end(
    tx: Tx,
    society: number,
    actor: Actor,
    tariffVersionId: number,
    { lastDay, reason }: { lastDay: string; reason: string },
  ): Promise<void> {
    const { state } = await this.#standing(tx, society, tariffVersionId);
    mustBe(nameOf(tariffVersionId), state, 'published', 'ended');
    await this.#step(tx, society, actor, tariffVersionId, { to: 'withdrawn', reason });
    await readably(
      tx.query(
        'update licensing.tariff_publication set valid_to = $3 where society_id = $1 and tariff_version_id = $2',
        [society, tariffVersionId, lastDay],
      ),
    );
  }

  async #step(
    tx: Tx,
    society: number,
    actor: Actor,
    tariffVersionId: number,
    { to, reason }: { to: TariffState; reason: string },
  ): Promise<void> {
    const standing = await this.#standing(tx, society, tariffVersionId);
    const role = roleForMove(TARIFF_MOVES, nameOf(tariffVersionId), standing.state, to, actor);
    await this.#record(tx, { tariffVersionId, ...standing }, { to, role, actor, reason });
  }

  async #record(
    tx: Tx,
    { tariffVersionId, steps, state }: SeenVersionOf & { state: TariffState },
    { to, role, actor, reason }: { to: TariffState; role: string; actor: Actor; reason: string },
  ): Promise<void> {
    await readably(
      tx.query(
        `insert into licensing.tariff_transition (tariff_version_id, ordinal, from_state, to_state, role, actor, reason)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [tariffVersionId, steps + 1, state, to, role, actor.userId, reason],
      ),
    );
  }

  async #standing(tx: Tx, society: number, tariffVersionId: number): Promise<{ steps: number; state: TariffState }> {
    const [standing] = (await tx.query(
      'select steps, state from licensing.tariff_standing where society_id = $1 and tariff_version_id = $2',
      [society, tariffVersionId],
    )) as { steps: number; state: TariffState }[];
    if (standing === undefined) throw tariffNotFound(`version ${tariffVersionId}`);
    return standing;
  }
}

function nameOf(tariffVersionId: number): string {
  return `tariff version ${tariffVersionId}`;
}

function formulaOf({ formula, currency }: TariffTerms): TariffFormula {
  const outcome = readFormula(formula);
  const faults = 'faults' in outcome ? [...outcome.faults] : [];
  if (!isCurrency(currency)) faults.push(`currency: ${shown(currency)} is none of ISO 4217 with a minor unit`);
  if ('formula' in outcome && faults.length === 0) return outcome.formula;
  throw new DomainError('invalid', 'tariff-formula-invalid', 'The formula has faults; mend the places named.', {
    details: faults,
  });
}
