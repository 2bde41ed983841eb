import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { partyNotFound } from '../repertoire.errors.js';
import { withoutUndefined } from '../without-undefined.js';
import type { ChangeParty, CreateParty, PartyPage, PartyQuery, PartyView } from './party.dto.js';
import { Party } from './party.entity.js';
import { PARTY_VIEW, partyList, partyView } from './party-list.js';

/** Parties one by one, as people keep them up; PartiesService takes them as sets. */
@Injectable()
export class PartyRegister {
  constructor(private readonly audit: AuditService) {}

  list(tx: Tx, query: PartyQuery, csv: boolean): Promise<PartyPage | CsvAnswer> {
    return answerList(tx, partyList(query), query, csv, partyView);
  }

  /** @throws party-not-found */
  async get(tx: Tx, id: string): Promise<PartyView> {
    const [row] = await tx.query<PartyView[]>(`${PARTY_VIEW} where p.code = $1`, [id]);
    if (row === undefined) throw partyNotFound(id);
    return partyView(row);
  }

  async create(tx: Tx, actor: Actor, { id, ...party }: CreateParty): Promise<PartyView> {
    await insertRows(tx, Party, [{ code: id, ...party }]);
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'party.registered', subject: id, after: view });
    return view;
  }

  /** @throws party-not-found, version-stale */
  async change(tx: Tx, actor: Actor, which: { id: string; seen: number }, change: ChangeParty): Promise<PartyView> {
    const { id, seen } = which;
    const before = await this.get(tx, id);
    const next = { ...before, ...withoutUndefined(change) };
    const [, changed] = await tx.query<[unknown[], number]>(
      `update repertoire.party set name = $1, kind = $2, country = $3, ipi_name_number = $4, isni = $5,
         payout_currency = $6, contact = $7, version = version + 1
       where code = $8 and version = $9`,
      [
        ...[next.name, next.kind, next.country, next.ipiNameNumber, next.isni, next.payoutCurrency, next.contact],
        ...[id, seen],
      ],
    );
    if (changed !== 1) throw versionStale(`Party ${JSON.stringify(id)}`);
    const after = await this.get(tx, id);
    const { reason } = change;
    await this.audit.record(tx, actor.id, { action: 'party.changed', subject: id, reason, before, after });
    return after;
  }
}
