import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import type { Right, UseType } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { type Actor, requireRole } from '../actor.js';
import { readably } from '../refusals.js';
import { calculateFee, type Fee, type FeeInputs } from '../rules/calculate-fee.js';
import type { TariffFormula } from '../rules/formula.js';

const FIND_TARIFFS = sqlFile(import.meta.url, 'sql/find-tariffs.sql');

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

/** Tariffs, and what is published of them: found by what they price, and computed for anyone. */
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

  /** The versions in force on a day, by code; one of each tariff at most. */
  async find(tx: Tx, society: number, { day, right, useType, territory }: TariffSearch): Promise<PublishedTariff[]> {
    return tx.query(FIND_TARIFFS, [society, day, right ?? null, useType ?? null, territory ?? null]);
  }

  /** The version of a tariff that is in force on a day. @throws tariff-not-in-force */
  async byCode(tx: Tx, society: number, code: string, day: string): Promise<PublishedTariff> {
    const tariff = (await this.find(tx, society, { day })).find((candidate) => candidate.code === code);
    if (tariff === undefined) throw notInForce(`Tariff ${JSON.stringify(code)}`, day);
    return tariff;
  }

  /** @throws tariff-not-in-force if that version is not published or holds on other days */
  async inForce(tx: Tx, society: number, tariffVersionId: number, day: string): Promise<PublishedTariff> {
    const tariffs = await this.find(tx, society, { day });
    const tariff = tariffs.find((candidate) => candidate.tariffVersionId === tariffVersionId);
    if (tariff !== undefined) return tariff;
    throw notInForce(`Tariff version ${tariffVersionId}`, day);
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

function notInForce(what: string, day: string): DomainError {
  return new DomainError(
    'not-found',
    'tariff-not-in-force',
    `${what} is not published, or not in force on ${day}. Find one that is.`,
  );
}
