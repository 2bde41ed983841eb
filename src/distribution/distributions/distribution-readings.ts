import { Injectable } from '@nestjs/common';
import { numberOf } from '../../platform/row-number.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { Party } from '../../repertoire/index.js';
import { partyNotFound } from '../distribution.errors.js';
import { DistributionService } from '../distribution.service.js';
import { allocationList, partyDifferences, workDifferences } from './amount-lists.js';
import {
  type AllocationPage,
  type AllocationQuery,
  AllocationView,
  type DifferenceQuery,
  type PartyDifferencePage,
  PartyDifferenceView,
  type WorkDifferencePage,
  type WorkDifferenceQuery,
  WorkDifferenceView,
} from './amounts.dto.js';
import type { History, Inputs } from './distribution.dto.js';
import { DistributionRegister, runOf } from './distribution-register.js';

/** What a distribution gives, and how it compares with another. */
@Injectable()
export class DistributionReadings {
  constructor(
    private readonly register: DistributionRegister,
    private readonly distributions: DistributionService,
  ) {}

  /** @throws distribution-not-found */
  async history(tx: Tx, actor: Actor, id: string): Promise<History> {
    const events = await this.distributions.history(tx, runOf(actor, await this.register.get(tx, id)));
    return {
      items: events.map(({ state, actor: by, happenedAt, reason, inputsSha256 }) => ({
        ...{ state, actor: by, at: happenedAt.toISOString(), reason, inputsSha256 },
      })),
    };
  }

  /** @throws distribution-not-found */
  async inputs(tx: Tx, actor: Actor, id: string): Promise<Inputs> {
    const run = runOf(actor, await this.register.get(tx, id));
    const events = await this.distributions.history(tx, run);
    const calculated = events.findLast(({ inputsSha256 }) => inputsSha256 !== null)?.inputsSha256 ?? null;
    const now = await this.distributions.inputs(tx, run);
    return { calculated, now, changed: calculated !== null && calculated !== now };
  }

  /** @throws distribution-not-found */
  async allocations(tx: Tx, id: string, query: AllocationQuery, csv: boolean): Promise<AllocationPage | CsvAnswer> {
    const distribution = await this.#number(tx, id);
    return answerList(tx, allocationList(distribution, query), query, csv, (row) => AllocationView.from(row));
  }

  /** @throws distribution-not-found of either */
  async byParty(tx: Tx, id: string, query: DifferenceQuery, csv: boolean): Promise<PartyDifferencePage | CsvAnswer> {
    const plan = partyDifferences(await this.#number(tx, id), await this.#number(tx, query.to));
    return answerList(tx, plan, query, csv, (row) => PartyDifferenceView.from(row));
  }

  /** @throws distribution-not-found of either, party-not-found */
  async byWork(
    tx: Tx,
    actor: Actor,
    id: string,
    query: WorkDifferenceQuery,
    csv: boolean,
  ): Promise<WorkDifferencePage | CsvAnswer> {
    const party = await tx.findOneBy(Party, { societyId: actor.scope.society, code: query.party });
    if (party === null) throw partyNotFound(query.party);
    const plan = workDifferences(await this.#number(tx, id), await this.#number(tx, query.to), party.partyId);
    return answerList(tx, plan, query, csv, (row) => WorkDifferenceView.from(row));
  }

  async #number(tx: Tx, id: string): Promise<number> {
    await this.register.get(tx, id);
    return numberOf(id);
  }
}
