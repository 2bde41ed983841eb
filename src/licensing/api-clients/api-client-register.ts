import { Injectable } from '@nestjs/common';
import {
  AccountsService,
  type Actor,
  clientNotFound,
  clientOfOfficers,
  type Role,
  roleForbids,
} from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { namedStanding } from './named-standing.js';
import type { ApiClientPage, ApiClientQuery, ApiClientRow, CreateApiClient } from './api-client.dto.js';
import { ApiClientView, type NewApiClientView, type RenewApiClientSecret } from './api-client.dto.js';
import { API_CLIENTS, apiClientList } from './api-client-list.js';

/**
 * The programs of licensees and holders. Whoever knows a secret can act for its owner, so that a client is kept by an
 * officer who does not answer what it does: the approver keeps those of licensees, to whom the licensing officer makes
 * offers, and the repertoire officer those of holders, whose mandates the approver approves (ADR 0075).
 */
@Injectable()
export class ApiClientRegister {
  constructor(private readonly accounts: AccountsService) {}

  list(tx: Tx, query: ApiClientQuery, csv: boolean): Promise<ApiClientPage | CsvAnswer> {
    return answerList(tx, apiClientList(query), query, csv, (row) => ApiClientView.from(row));
  }

  /** @throws client-not-found */
  async get(tx: Tx, id: string): Promise<ApiClientView> {
    const [row] = await tx.query<ApiClientRow[]>(`select * from (${API_CLIENTS}) as client where id = $1`, [id]);
    if (row === undefined) throw clientNotFound(id);
    return ApiClientView.from(row);
  }

  /** @throws role-forbids, account-invalid, account-exists, licensee-not-found, party-not-found */
  async create(tx: Tx, actor: Actor, { name, ...owner }: CreateApiClient): Promise<NewApiClientView> {
    const [licensee, party] = [owner.licensee ?? undefined, owner.party ?? undefined];
    // With both or neither named the account is refused below, with every fault.
    const roles: Role[] = [];
    if (licensee !== undefined) roles.push('L');
    if (party !== undefined) roles.push('H');
    const { society } = actor.scope;
    const standing = await namedStanding(tx, society, { roles, licensee, party });
    for (const role of roles) requireKeeper(actor, [role]);
    const { id, secret } = await this.accounts.addClient(tx, { society, actor: actor.id }, { name, ...standing });
    return { ...(await this.get(tx, id)), secret };
  }

  /** @throws client-not-found, client-of-officers, role-forbids */
  async renewSecret(tx: Tx, actor: Actor, id: string, renewal: RenewApiClientSecret): Promise<NewApiClientView> {
    const { roles } = await this.get(tx, id);
    if (!isOutside(roles)) throw clientOfOfficers(id);
    requireKeeper(actor, roles);
    const doer = { society: actor.scope.society, actor: actor.id };
    const { secret } = await this.accounts.renewClientSecret(tx, doer, id, renewal);
    return { ...(await this.get(tx, id)), secret };
  }

  /** @throws client-not-found, role-forbids */
  async revoke(tx: Tx, actor: Actor, id: string, reason: string): Promise<ApiClientView> {
    requireKeeper(actor, (await this.get(tx, id)).roles);
    await this.accounts.revokeClient(tx, { society: actor.scope.society, actor: actor.id }, id, reason);
    return this.get(tx, id);
  }
}

const isOutside = (roles: readonly string[]) => roles.includes('L') || roles.includes('H');

/** @throws role-forbids */
function requireKeeper(actor: Actor, roles: readonly string[]): void {
  const keeper = roles.includes('H') ? 'RO' : 'AP';
  if (!actor.roles.includes(keeper)) throw roleForbids([keeper]);
}
