import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { isCurrency } from '../../kernel/money.js';
import { shown } from '../../kernel/shown.js';
import type { TerritorySet } from '../../kernel/territory.js';
import type { Right, UseType } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { type Actor, requireRole } from '../actor.js';
import { readably } from '../refusals.js';
import { calculateFee, type Fee, type FeeInputs } from '../rules/calculate-fee.js';
import type { TariffFormula } from '../rules/formula.js';
import { readFormula } from '../rules/read-formula.js';

const FIND_TARIFFS = sqlFile(import.meta.url, 'sql/find-tariffs.sql');

export interface NewTariffVersion {
  tariffId: number;
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

/** A published version, with the days on which it is in force. */
export interface PublishedTariff {
  tariffVersionId: number;
  tariffId: number;
  code: string;
  name: string;
  version: number;
  right: Right;
  useTypes: UseType[];
  territoriesExcept: boolean;
  territoryCodes: string[];
  currency: string;
  formula: TariffFormula;
  resolutionNumber: string;
  resolutionOn: string;
  madeBy: string;
  validFrom: string;
  /** Null: until further notice. */
  lastDay: string | null;
}

export interface TariffSearch {
  day: string;
  right?: Right;
  useType?: UseType;
  territory?: string;
}

/** Published price rules. A version is never changed: a further one takes its place from a day on. */
@Injectable()
export class TariffsService {
  /** @returns the tariff's number. @throws tariff-code-taken, role-missing */
  async create(tx: Tx, actor: Actor, code: string, name: string): Promise<number> {
    requireRole(actor, 'licensing_officer', 'make a tariff');
    const rows = await readably(
      tx.query<{ id: number }[]>(
        'insert into licensing.tariff (code, name) values ($1, $2) returning tariff_id as id',
        [code, name],
      ),
    );
    return rows[0]!.id;
  }

  /**
   * Adds a version, which nobody can quote before it is published.
   * @returns its number. @throws tariff-formula-invalid with every fault; tariff-not-found, tariff-of-two-rights, role-missing
   */
  async addVersion(tx: Tx, society: number, actor: Actor, version: NewTariffVersion): Promise<number> {
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
    if (rows[0] !== undefined) return rows[0].id;
    throw new DomainError('not-found', 'tariff-not-found', `The society has no tariff ${version.tariffId}.`);
  }

  /**
   * Announces a version: from its first day it is in force, in place of the one before it.
   * @param days first day, and the last one where it is known
   * @throws maker-approves, tariff-backdated, tariff-before-resolution, tariff-published-already, tariff-not-found,
   *   role-missing
   */
  async publish(
    tx: Tx,
    society: number,
    actor: Actor,
    tariffVersionId: number,
    days: { validFrom: string; validTo?: string },
  ): Promise<void> {
    requireRole(actor, 'approver', 'publish a tariff version');
    const rows = await readably(
      tx.query<{ id: number }[]>(
        `insert into licensing.tariff_publication (tariff_version_id, tariff_id, made_by, valid_from, valid_to, published_by)
         select tariff_version_id, tariff_id, made_by, $3, $4, $5
         from licensing.tariff_version where society_id = $1 and tariff_version_id = $2
         returning tariff_version_id as id`,
        [society, tariffVersionId, days.validFrom, days.validTo ?? null, actor.userId],
      ),
    );
    if (rows.length > 0) return;
    throw new DomainError('not-found', 'tariff-not-found', `The society has no tariff version ${tariffVersionId}.`);
  }

  /** The versions in force on a day, by code; one of each tariff at most. */
  async find(tx: Tx, society: number, { day, right, useType, territory }: TariffSearch): Promise<PublishedTariff[]> {
    return tx.query(FIND_TARIFFS, [society, day, right ?? null, useType ?? null, territory ?? null]);
  }

  /** @throws tariff-not-in-force if that version is not published or holds on other days */
  async inForce(tx: Tx, society: number, tariffVersionId: number, day: string): Promise<PublishedTariff> {
    const tariffs = await this.find(tx, society, { day });
    const tariff = tariffs.find((candidate) => candidate.tariffVersionId === tariffVersionId);
    if (tariff !== undefined) return tariff;
    throw new DomainError(
      'not-found',
      'tariff-not-in-force',
      `Tariff version ${tariffVersionId} is not published, or not in force on ${day}. Find one that is.`,
    );
  }

  /**
   * What a use would cost, which anyone may ask; nothing is stored.
   * @throws tariff-inputs-invalid with every fault
   */
  calculate(tariff: PublishedTariff, inputs: FeeInputs): Fee {
    const outcome = calculateFee(tariff.formula, inputs, tariff.currency);
    if ('fee' in outcome) return outcome.fee;
    throw new DomainError(
      'invalid',
      'tariff-inputs-invalid',
      `Tariff ${tariff.code} cannot be computed from these figures; mend the inputs named.`,
      { details: outcome.faults },
    );
  }
}

function formulaOf({ formula, currency }: NewTariffVersion): TariffFormula {
  const outcome = readFormula(formula);
  const faults = 'faults' in outcome ? [...outcome.faults] : [];
  if (!isCurrency(currency)) faults.push(`currency: ${shown(currency)} is none of ISO 4217 with a minor unit`);
  if ('formula' in outcome && faults.length === 0) return outcome.formula;
  throw new DomainError('invalid', 'tariff-formula-invalid', 'The formula has faults; mend the places named.', {
    details: faults,
  });
}
