import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { Licensee } from '../licences/licence.entity.js';
import { licenseeNotFound } from '../licensing.errors.js';
import { readably } from '../refusals.js';
import type { ChangeLicensee, CreateLicensee, LicenseePage, LicenseeQuery, LicenseeView } from './licensee.dto.js';
import { LICENSEE_VIEW, licenseeList } from './licensee-list.js';

/** Licensees one by one, as officers keep them up; LicencesService takes them as sets. */
@Injectable()
export class LicenseeRegister {
  constructor(private readonly audit: AuditService) {}

  list(tx: Tx, query: LicenseeQuery, csv: boolean): Promise<LicenseePage | CsvAnswer> {
    return answerList(tx, licenseeList(query), query, csv, (row) => row);
  }

  /** @throws licensee-not-found */
  async get(tx: Tx, id: string): Promise<LicenseeView> {
    const [row] = await tx.query<LicenseeView[]>(`${LICENSEE_VIEW} where n.name = $1`, [id]);
    if (row === undefined) throw licenseeNotFound(id);
    return row;
  }

  /** The number of a licensee. @throws licensee-not-found */
  async number(tx: Tx, society: number, id: string): Promise<number> {
    const row = await tx.findOneBy(Licensee, { societyId: society, name: id });
    if (row === null) throw licenseeNotFound(id);
    return row.licenseeId;
  }

  /** @throws licensee-exists */
  async create(tx: Tx, actor: Actor, { id, ...licensee }: CreateLicensee): Promise<LicenseeView> {
    await readably(insertRows(tx, Licensee, [{ name: id, ...licensee }]));
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'licensee.registered', subject: id, after: view });
    return view;
  }

  /** @throws licensee-not-found, version-stale */
  async change(
    tx: Tx,
    actor: Actor,
    { id, seen }: { id: string; seen: number },
    { reason, ...change }: ChangeLicensee,
  ): Promise<LicenseeView> {
    const before = await this.get(tx, id);
    const next = {
      legalName: change.legalName === undefined ? before.legalName : change.legalName,
      country: change.country === undefined ? before.country : change.country,
      registrationNumber:
        change.registrationNumber === undefined ? before.registrationNumber : change.registrationNumber,
    };
    const [, changed] = await tx.query<[unknown[], number]>(
      `update licensing.licensee set legal_name = $1, country = $2, registration_number = $3, version = version + 1
       where name = $4 and version = $5`,
      [next.legalName, next.country, next.registrationNumber, id, seen],
    );
    if (changed !== 1) throw versionStale(`Licensee ${JSON.stringify(id)}`);
    const after = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'licensee.changed', subject: id, reason, before, after });
    return after;
  }
}
