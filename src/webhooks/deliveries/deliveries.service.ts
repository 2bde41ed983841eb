import { Injectable } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { AnnouncementsService } from '../announcements.service.js';
import { FORMER_SECRET_HOURS, secretText } from '../endpoints/endpoint-secrets.js';
import { FAILING_DAYS, hasFailedTooLong, nextAttempt } from '../rules/next-attempt.js';
import type { Letter, Outcome } from './post-webhook.js';

const GONE = 410;
const SERVICE = 'system:webhooks';

/** A delivery as an attempt finds it. */
export interface DueDelivery {
  id: string;
  attempts: number;
  endpoint: number;
  enabled: boolean;
  failingSince: Date | null;
  letter: Letter;
}

export interface Attempt {
  begunAt: Date;
  milliseconds: number;
  outcome: Outcome;
}

/** What becomes of deliveries. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly announcements: AnnouncementsService,
    private readonly audit: AuditService,
  ) {}

  /** The delivery with what is to be sent, signed now; nothing if it has ended. */
  async find(tx: Tx, id: string): Promise<DueDelivery | undefined> {
    const [row] = await tx.query<Found[]>(
      `select d.attempts, d.endpoint_id as endpoint, d.event_id as "eventId", n.body, e.failing_since as "failingSince",
         v.url, v.enabled, s.secrets
       from webhooks.delivery d
       join webhooks.event n on n.event_id = d.event_id
       join webhooks.endpoint e on e.endpoint_id = d.endpoint_id
       cross join lateral (select w.url, w.enabled from webhooks.endpoint_version w
         where w.endpoint_id = d.endpoint_id order by w.version desc limit 1) v
       cross join lateral (
         -- The last secret, and the one before it as long as the last is young.
         select array_agg(k.secret order by k.ordinal desc) as secrets from (
           select *, lead(x.made_at) over (order by x.ordinal) as followed_at
           from webhooks.endpoint_secret x where x.endpoint_id = d.endpoint_id
         ) k where k.followed_at is null or k.followed_at > now() - make_interval(hours => $2)
       ) s
       where d.delivery_id = $1 and d.state = 'pending'`,
      [id, FORMER_SECRET_HOURS],
    );
    if (row === undefined) return undefined;
    const { attempts, endpoint, enabled, failingSince } = row;
    return { id, attempts, endpoint, enabled, failingSince, letter: signed(row, new Date()) };
  }

  /** An endpoint that was disabled meanwhile is sent nothing; the delivery can be replayed later. */
  async abandon(tx: Tx, delivery: DueDelivery): Promise<void> {
    await tx.query(
      `update webhooks.delivery set state = 'dead', due_at = null, ended_at = clock_timestamp()
       where delivery_id = $1 and attempts = $2 and state = 'pending'`,
      [delivery.id, delivery.attempts],
    );
  }

  /** Keeps an attempt and what follows from it. A second one that was made beside it leaves nothing. */
  async record(tx: Tx, delivery: DueDelivery, attempt: Attempt): Promise<void> {
    const { id, attempts, endpoint } = delivery;
    const status = 'status' in attempt.outcome ? attempt.outcome.status : undefined;
    const arrived = status !== undefined && status >= 200 && status < 300;
    const now = new Date();
    const due = arrived || status === GONE ? undefined : nextAttempt(attempts + 1, now);
    const [kept] = await tx.query<[object[], number]>(
      `update webhooks.delivery set attempts = attempts + 1, state = $3, due_at = $4,
         ended_at = case when $4::timestamptz is null then clock_timestamp() end
       where delivery_id = $1 and attempts = $2 and state = 'pending' returning delivery_id`,
      [id, attempts, arrived ? 'delivered' : due === undefined ? 'dead' : 'pending', due ?? null],
    );
    if (kept.length === 0) return;
    await keepAttempt(tx, id, attempts + 1, attempt);
    await tx.query(
      arrived
        ? `update webhooks.endpoint set failing_since = null where endpoint_id = $1 and failing_since is not null`
        : `update webhooks.endpoint set failing_since = now() where endpoint_id = $1 and failing_since is null`,
      [endpoint],
    );
    if (due !== undefined) await tx.query('select webhooks.enqueue_delivery($1, $2, $3)', [id, endpoint, due]);
    if (status === GONE) await this.#disable(tx, endpoint, 'The endpoint answered 410: gone.');
    else if (!arrived && hasFailedTooLong(delivery.failingSince, now)) {
      await this.#disable(tx, endpoint, `No attempt has succeeded for ${FAILING_DAYS} days.`);
    }
  }

  /** Deliveries whose turn was missed, as when the queue was lost, get a new one. */
  async catchUp(tx: Tx): Promise<void> {
    await tx.query(
      `select webhooks.enqueue_delivery(delivery_id, endpoint_id, now()) from webhooks.delivery
       where society_id = current_setting('app.society')::integer and state = 'pending'
         and due_at < now() - interval '15 minutes'`,
    );
  }

  async #disable(tx: Tx, endpoint: number, reason: string): Promise<void> {
    const [disabled] = await tx.query<{ url: string; owner: string }[]>(
      `insert into webhooks.endpoint_version (endpoint_id, version, url, event_types, enabled, reason, actor)
       select v.endpoint_id, v.version + 1, v.url, v.event_types, false, $2, $3
       from (select * from webhooks.endpoint_version where endpoint_id = $1 order by version desc limit 1) v
       where v.enabled
       on conflict do nothing -- somebody changed it at this moment, and has decided
       returning url, (select case when e.licensee_id is not null then 'licensee'
         when e.party_id is not null then 'holder' else 'society' end
         from webhooks.endpoint e where e.endpoint_id = $1) as owner`,
      [endpoint, reason, SERVICE],
    );
    if (disabled === undefined) return;
    const data = { id: String(endpoint), ...disabled, reason };
    await this.audit.record(tx, SERVICE, {
      action: 'webhook-endpoint.disabled',
      subject: data.id,
      reason,
      after: data,
    });
    await this.announcements.announce(tx, {
      ...{ type: 'webhook-endpoint.disabled', audience: 'society', subject: data.id, data },
    });
  }
}

interface Found {
  attempts: number;
  endpoint: number;
  eventId: string;
  body: string;
  failingSince: Date | null;
  url: string;
  enabled: boolean;
  secrets: Buffer[];
}

function signed({ url, body, eventId, secrets }: Found, now: Date): Letter {
  return {
    url,
    body,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'User-Agent': 'Cineledger',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secretText(secret)).sign(eventId, now, body)).join(' '),
    },
  };
}

async function keepAttempt(tx: Tx, id: string, ordinal: number, attempt: Attempt): Promise<void> {
  const { status = null, response = null } = 'status' in attempt.outcome ? attempt.outcome : {};
  const failure = 'failure' in attempt.outcome ? attempt.outcome.failure : null;
  await tx.query(
    `insert into webhooks.attempt
       (delivery_id, ordinal, licensee_id, party_id, begun_at, milliseconds, status, failure, response)
     select d.delivery_id, $2, d.licensee_id, d.party_id, $3, $4, $5, $6, $7
     from webhooks.delivery d where d.delivery_id = $1`,
    [id, ordinal, attempt.begunAt, attempt.milliseconds, status, failure, response],
  );
}
