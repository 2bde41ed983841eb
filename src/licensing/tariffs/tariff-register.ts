import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { actingAs } from '../actor.js';
import { tariffNotFound } from '../licensing.errors.js';
import { territoriesOf } from '../../kernel/territory.js';
import { numberOf } from '../../platform/row-number.js';
import {
  type ChangeTariffVersion,
  type CreateTariff,
  type CreateTariffVersion,
  type EndTariffVersion,
  type PublishTariffVersion,
  type TariffPage,
  type TariffQuery,
  type TariffRow,
  type TariffVersionPage,
  type TariffVersionQuery,
  type TariffVersionRow,
  TariffVersionView,
  TariffView,
} from './tariff.dto.js';
import { TARIFF_VERSION_VIEW, TARIFF_VIEW, tariffList, tariffVersionList } from './tariff-list.js';
import { type TariffTerms, TariffVersionsService } from './tariff-versions.service.js';
import { TariffsService } from './tariffs.service.js';

/** Tariffs and their versions, as people keep them up; each step stands in the audit trail too. */
@Injectable()
export class TariffRegister {
  constructor(
    private readonly tariffs: TariffsService,
    private readonly versions: TariffVersionsService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: TariffQuery, csv: boolean): Promise<TariffPage | CsvAnswer> {
    return answerList(tx, tariffList(query), query, csv, (row) => TariffView.from(row));
  }

  /** @throws tariff-not-found */
  async get(tx: Tx, id: string): Promise<TariffView> {
    const [row] = await tx.query<TariffRow[]>(`${TARIFF_VIEW} where t.code = $1`, [id]);
    if (row === undefined) throw tariffNotFound(JSON.stringify(id));
    return TariffView.from(row);
  }

  /** @throws tariff-code-taken */
  async create(tx: Tx, actor: Actor, { id, name }: CreateTariff): Promise<TariffView> {
    await this.tariffs.create(tx, actingAs(actor), id, name);
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'tariff.made', subject: id, after: view });
    return view;
  }

  listVersions(tx: Tx, query: TariffVersionQuery, csv: boolean): Promise<TariffVersionPage | CsvAnswer> {
    return answerList(tx, tariffVersionList(query), query, csv, (row) => TariffVersionView.from(row));
  }

  /** @throws tariff-not-found */
  async version(tx: Tx, id: string): Promise<TariffVersionView> {
    const [row] = await tx.query<TariffVersionRow[]>(`${TARIFF_VERSION_VIEW} where v.tariff_version_id = $1`, [
      numberOf(id),
    ]);
    if (row === undefined) throw tariffNotFound(`version ${id}`);
    return TariffVersionView.from(row);
  }

  /** @throws tariff-not-found, tariff-formula-invalid, tariff-of-two-rights */
  async draft(tx: Tx, actor: Actor, { tariff, ...said }: CreateTariffVersion): Promise<TariffVersionView> {
    const [row] = await tx.query<{ id: number }[]>('select tariff_id as id from licensing.tariff where code = $1', [
      tariff,
    ]);
    if (row === undefined) throw tariffNotFound(JSON.stringify(tariff));
    const version = { tariffId: row.id, ...termsOf(said) };
    const number = await this.versions.draft(tx, actor.scope.society, actingAs(actor), version);
    const view = await this.version(tx, String(number));
    await this.audit.record(tx, actor.id, { action: 'tariff-version.drafted', subject: subjectOf(view), after: view });
    return view;
  }

  /** @throws tariff-not-found, version-stale, move-not-possible, tariff-formula-invalid, tariff-of-two-rights */
  async change(
    tx: Tx,
    actor: Actor,
    { id, seen }: { id: string; seen: number },
    { reason, ...change }: ChangeTariffVersion,
  ): Promise<TariffVersionView> {
    const before = await this.version(tx, id);
    if (before.version !== seen) throw versionStale(`Tariff version ${id}`);
    const terms = {
      right: change.right ?? (before.right as TariffTerms['right']),
      useTypes: change.useTypes ?? (before.useTypes as TariffTerms['useTypes']),
      territories: territoriesOf(change.territories ?? before.territories),
      currency: change.currency ?? before.currency,
      formula: change.formula ?? before.formula,
      resolutionNumber: change.resolutionNumber ?? before.resolutionNumber,
      resolutionOn: change.resolutionOn ?? before.resolutionOn,
    };
    const which = { tariffVersionId: numberOf(id), steps: seen - 1 };
    await this.versions.change(tx, actor.scope.society, actingAs(actor), which, { terms, reason });
    return this.#recorded(tx, actor, before, { action: 'changed', reason });
  }

  /** @throws tariff-not-found, move-not-possible */
  async submit(tx: Tx, actor: Actor, id: string, reason: string): Promise<TariffVersionView> {
    const before = await this.version(tx, id);
    await this.versions.submit(tx, actor.scope.society, actingAs(actor), numberOf(id), reason);
    return this.#recorded(tx, actor, before, { action: 'submitted', reason });
  }

  /** @throws tariff-not-found, move-not-possible */
  async giveBack(tx: Tx, actor: Actor, id: string, reason: string): Promise<TariffVersionView> {
    const before = await this.version(tx, id);
    await this.versions.giveBack(tx, actor.scope.society, actingAs(actor), numberOf(id), reason);
    return this.#recorded(tx, actor, before, { action: 'given-back', reason });
  }

  /** @throws tariff-not-found, move-not-possible, maker-approves, tariff-backdated, tariff-before-resolution */
  async publish(tx: Tx, actor: Actor, id: string, said: PublishTariffVersion): Promise<TariffVersionView> {
    const before = await this.version(tx, id);
    await this.versions.publish(tx, actor.scope.society, actingAs(actor), numberOf(id), said);
    return this.#recorded(tx, actor, before, { action: 'published', reason: said.reason });
  }

  /** @throws tariff-not-found, move-not-possible, tariff-ending-invalid, term-out-of-order */
  async end(tx: Tx, actor: Actor, id: string, said: EndTariffVersion): Promise<TariffVersionView> {
    const before = await this.version(tx, id);
    await this.versions.end(tx, actor.scope.society, actingAs(actor), numberOf(id), said);
    return this.#recorded(tx, actor, before, { action: 'ended', reason: said.reason });
  }

  /** @throws tariff-not-found, move-not-possible */
  async withdraw(tx: Tx, actor: Actor, id: string, reason: string): Promise<TariffVersionView> {
    const before = await this.version(tx, id);
    await this.versions.withdraw(tx, actor.scope.society, actingAs(actor), numberOf(id), reason);
    return this.#recorded(tx, actor, before, { action: 'withdrawn', reason });
  }

  async #recorded(
    tx: Tx,
    actor: Actor,
    before: TariffVersionView,
    { action, reason }: { action: string; reason: string },
  ): Promise<TariffVersionView> {
    const after = await this.version(tx, before.id);
    const subject = subjectOf(after);
    await this.audit.record(tx, actor.id, { action: `tariff-version.${action}`, subject, reason, before, after });
    return after;
  }
}

/** @example "rental/1" */
function subjectOf({ tariff, versionNumber }: TariffVersionView): string {
  return `${tariff}/${versionNumber}`;
}

function termsOf({ territories, ...terms }: Omit<CreateTariffVersion, 'tariff'>): TariffTerms {
  return { ...terms, territories: territoriesOf(territories) };
}
