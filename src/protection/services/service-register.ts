import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import { licenseeNotFound } from '../../licensing/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { DutiesService } from '../duties/duties.service.js';
import { platformIsYours, serviceNotFound } from '../protection.errors.js';
import { type ChangeService, type CreateService, type ServicePage, type ServiceQuery } from './service.dto.js';
import { type ServiceRow, ServiceView } from './service.dto.js';
import { SERVICE_VIEW, serviceList } from './service-list.js';

type Terms = Pick<ServiceRow, 'name' | 'endpoint' | 'contact' | 'open'>;

/** Services as platforms and officers register them (ADR 0080). A change adds a row, so that what was known stays known. */
@Injectable()
export class ServiceRegister {
  constructor(
    private readonly duties: DutiesService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: ServiceQuery, csv: boolean): Promise<ServicePage | CsvAnswer> {
    return answerList(tx, serviceList(query), query, csv, (row) => ServiceView.from(row));
  }

  /** @throws service-not-found */
  async get(tx: Tx, id: string): Promise<ServiceView> {
    return ServiceView.from(await this.#find(tx, id));
  }

  /** Registers a service and assigns the duties of all that is listed. @throws platform-not-named, licensee-not-found */
  async create(tx: Tx, actor: Actor, { id, platform, kind, ...terms }: CreateService): Promise<ServiceView> {
    const licenseeId = await platformOf(tx, actor, platform);
    const [row] = await tx.query<{ id: number }[]>(
      actor.scope.licensee === undefined
        ? `insert into protection.service (code, kind, licensee_id) values ($1, $2, $3) returning service_id as id`
        : `insert into protection.service (code, kind) values ($1, $2) returning service_id as id`,
      actor.scope.licensee === undefined ? [id, kind, licenseeId] : [id, kind],
    );
    await addVersion(tx, { serviceId: row!.id, version: 1 }, { ...terms, open: true }, [actor.id, 'registered']);
    await this.duties.assign(tx, { service: row!.id });
    const after = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'service.registered', subject: id, after });
    return after;
  }

  /** @throws service-not-found, version-stale */
  async change(
    tx: Tx,
    actor: Actor,
    { id, seen }: { id: string; seen: number },
    { reason, ...change }: ChangeService,
  ): Promise<ServiceView> {
    const row = await this.#find(tx, id);
    if (row.version !== seen) throw versionStale(`Service ${JSON.stringify(id)}`);
    const { name = row.name, endpoint = row.endpoint, contact = row.contact, open = row.open } = change;
    const next = { serviceId: row.serviceId, version: seen + 1 };
    await addVersion(tx, next, { name, endpoint, contact, open }, [actor.id, reason]);
    if (open) await this.duties.assign(tx, { service: row.serviceId });
    const after = await this.get(tx, id);
    const before = ServiceView.from(row);
    await this.audit.record(tx, actor.id, { action: 'service.changed', subject: id, reason, before, after });
    return after;
  }

  async #find(tx: Tx, id: string): Promise<ServiceRow> {
    const [row] = await tx.query<ServiceRow[]>(`${SERVICE_VIEW} where s.code = $1`, [id]);
    if (row === undefined) throw serviceNotFound(id);
    return row;
  }
}

/** The number of the platform that an officer names; a platform registers its own and names none. */
async function platformOf(tx: Tx, { scope }: Actor, platform: string | undefined): Promise<number | null> {
  if (platform === undefined) return scope.licensee ?? null;
  if (scope.licensee !== undefined) throw platformIsYours();
  const [row] = await tx.query<{ id: number }[]>('select licensee_id as id from licensing.licensee where name = $1', [
    platform,
  ]);
  if (row === undefined) throw licenseeNotFound(platform);
  return row.id;
}

function addVersion(
  tx: Tx,
  { serviceId, version }: { serviceId: number; version: number },
  { name, endpoint, contact, open }: Terms,
  [actor, reason]: [string, string],
): Promise<unknown> {
  return tx.query(
    `insert into protection.service_version (service_id, version, name, endpoint, contact, open, actor, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [serviceId, version, name, endpoint, contact, open, actor, reason],
  );
}
