import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { numberOf } from '../../platform/row-number.js';
import { type Actor, AuditService } from '../../identity/index.js';
import { readably } from '../../platform/database/constraint.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { WebhookSettings } from '../webhook-settings.js';
import { endpointNotFound, tooManyEndpoints } from '../webhooks.errors.js';
import { type ChangeWebhookEndpoint, type CreateWebhookEndpoint, type EndpointRow } from './endpoint.dto.js';
import { type NewWebhookEndpointView, type WebhookEndpointPage, type WebhookEndpointQuery } from './endpoint.dto.js';
import { type WebhookSecretView, WebhookEndpointView } from './endpoint.dto.js';
import { ENDPOINTS, endpointList } from './endpoint-list.js';
import { checkedUrl } from './endpoint-url.js';
import { FORMER_SECRET_HOURS, secretText } from './endpoint-secrets.js';

/** Of one owner, enabled: each of them gets each event that it asked for. */
const MOST = 20;

/** Where events are sent. Licensees and holders see and change their own; the society's officers all of the society's. */
@Injectable()
export class EndpointRegister {
  constructor(
    private readonly audit: AuditService,
    private readonly settings: WebhookSettings,
  ) {}

  list(tx: Tx, query: WebhookEndpointQuery, csv: boolean): Promise<WebhookEndpointPage | CsvAnswer> {
    return answerList(tx, endpointList(query), query, csv, (row) => WebhookEndpointView.from(row));
  }

  /** @throws webhook-endpoint-not-found */
  async get(tx: Tx, id: string): Promise<WebhookEndpointView> {
    const [row] = await tx.query<EndpointRow[]>(`select * from (${ENDPOINTS}) as endpoint where id = $1`, [
      numberOf(id),
    ]);
    if (row === undefined) throw endpointNotFound(id);
    return WebhookEndpointView.from(row);
  }

  /** Registers an endpoint of the caller's side. @throws webhook-url-refused, webhook-endpoints-too-many */
  async create(tx: Tx, actor: Actor, endpoint: CreateWebhookEndpoint): Promise<NewWebhookEndpointView> {
    const url = checkedUrl(endpoint.url, this.settings.toLocalhost);
    await requireRoom(tx, actor);
    const [{ id }] = await tx.query<[{ id: number }]>(
      'insert into webhooks.endpoint default values returning endpoint_id as id',
    );
    const eventTypes = endpoint.eventTypes ?? null;
    await this.#store(tx, actor.id, { id, version: 1, url, eventTypes, enabled: true, reason: null });
    const secret = await newSecret(tx, id);
    const view = await this.get(tx, String(id));
    await this.audit.record(tx, actor.id, { action: 'webhook-endpoint.registered', subject: view.id, after: view });
    return { ...view, secret };
  }

  /** @throws webhook-endpoint-not-found, version-stale, webhook-url-refused, webhook-endpoints-too-many */
  async change(
    tx: Tx,
    actor: Actor,
    which: { id: string; seen: number },
    change: ChangeWebhookEndpoint,
  ): Promise<WebhookEndpointView> {
    const before = await this.get(tx, which.id);
    if (before.version !== which.seen) throw versionStale(`Webhook endpoint ${which.id}`);
    const { url, enabled = before.enabled, reason = null } = change;
    if (enabled && !before.enabled) await requireRoom(tx, actor);
    const next = {
      ...{ id: Number(before.id), version: before.version + 1, enabled, reason },
      url: url === undefined ? before.url : checkedUrl(url, this.settings.toLocalhost),
      eventTypes: change.eventTypes === undefined ? before.eventTypes : change.eventTypes,
    };
    await this.#store(tx, actor.id, next);
    const after = await this.get(tx, which.id);
    const deed = { action: 'webhook-endpoint.changed', subject: which.id, reason: change.reason, before, after };
    await this.audit.record(tx, actor.id, deed);
    return after;
  }

  /** Makes a new secret; the one before it signs too for a day. @throws webhook-endpoint-not-found */
  async renewSecret(tx: Tx, actor: Actor, id: string): Promise<WebhookSecretView> {
    await this.get(tx, id);
    const secret = await newSecret(tx, Number(id));
    await this.audit.record(tx, actor.id, { action: 'webhook-endpoint.secret-renewed', subject: id });
    const formerUntil = new Date(Date.now() + FORMER_SECRET_HOURS * 3_600_000);
    return { secret, formerUntil: formerUntil.toISOString() };
  }

  async #store(tx: Tx, actor: string, version: StoredVersion): Promise<void> {
    const { id, url, eventTypes, enabled, reason } = version;
    await readably(
      tx.query(
        `insert into webhooks.endpoint_version (endpoint_id, version, url, event_types, enabled, reason, actor)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, version.version, url, eventTypes, enabled, reason, actor],
      ),
      { endpoint_version_pkey: () => versionStale(`Webhook endpoint ${id}`) },
    );
  }
}

interface StoredVersion {
  id: number;
  version: number;
  url: string;
  eventTypes: readonly string[] | null;
  enabled: boolean;
  reason: string | null;
}

/** @throws webhook-endpoints-too-many */
async function requireRoom(tx: Tx, { scope }: Actor): Promise<void> {
  const [{ enabled }] = await tx.query<[{ enabled: number }]>(
    `select count(*)::integer as enabled from webhooks.endpoint e
     where licensee_id is not distinct from $1 and party_id is not distinct from $2
       and (select v.enabled from webhooks.endpoint_version v where v.endpoint_id = e.endpoint_id
            order by v.version desc limit 1)`,
    [scope.licensee ?? null, scope.party ?? null],
  );
  if (enabled >= MOST) throw tooManyEndpoints(MOST);
}

/** @returns what the receiver checks signatures with */
async function newSecret(tx: Tx, endpoint: number): Promise<string> {
  const secret = randomBytes(32);
  // Two at once would both be the next one.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('webhook secret ' || $1::text, 0))`, [endpoint]);
  await tx.query(
    `insert into webhooks.endpoint_secret (endpoint_id, ordinal, secret)
     values ($1, (select coalesce(max(s.ordinal), 0) + 1 from webhooks.endpoint_secret s where s.endpoint_id = $1), $2)`,
    [endpoint, secret],
  );
  return secretText(secret);
}
