import type { ListPlan } from '../../platform/http/list.js';
import type { AttemptRow, DeliveryRow, WebhookAttemptQuery, WebhookDeliveryQuery } from './delivery.dto.js';

/** One row a delivery, as its view has it. */
export const DELIVERIES = `
  select d.delivery_id as id, d.endpoint_id as endpoint, d.event_id as "eventId", v.type as "eventType", v.subject,
    d.replay_of as "replayOf", d.state, d.attempts, d.asked_at as "askedAt", d.due_at as "dueAt",
    d.ended_at as "endedAt", v.body
  from webhooks.delivery d join webhooks.event v on v.event_id = d.event_id`;

export function deliveryList({ state, endpoint, eventType }: WebhookDeliveryQuery): ListPlan<DeliveryRow> {
  return {
    select: `${DELIVERIES}
      where ($1::text is null or d.state = $1) and ($2::integer is null or d.endpoint_id = $2)
        and ($3::text is null or v.type = $3)`,
    parameters: [state ?? null, endpoint ?? null, eventType ?? null],
    // Numbers are given in the order of time.
    sorts: { asked: { column: 'id', type: 'bigint' } },
    id: { column: 'id', type: 'bigint' },
    csv: {
      name: 'webhook-deliveries.csv',
      columns: [
        'id',
        'endpoint',
        'event_id',
        'event_type',
        'subject',
        'replay_of',
        'state',
        'attempts',
        'asked_at',
        'ended_at',
      ],
      cells: (row) => [
        ...[row.id, row.endpoint, row.eventId, row.eventType, row.subject, row.replayOf, row.state, row.attempts],
        ...[row.askedAt.toISOString(), row.endedAt?.toISOString() ?? null],
      ],
    },
  };
}

export function attemptList({ delivery, endpoint }: WebhookAttemptQuery): ListPlan<AttemptRow> {
  return {
    select: `
      select a.delivery_id as delivery, a.ordinal as attempt, d.endpoint_id as endpoint, a.begun_at as "begunAt",
        a.milliseconds, a.status, a.failure, a.response
      from webhooks.attempt a join webhooks.delivery d on d.delivery_id = a.delivery_id
      where ($1::bigint is null or a.delivery_id = $1) and ($2::integer is null or d.endpoint_id = $2)`,
    parameters: [delivery ?? null, endpoint ?? null],
    sorts: { delivery: { column: 'delivery', type: 'bigint' } },
    id: { column: 'attempt', type: 'integer' },
    csv: {
      name: 'webhook-attempts.csv',
      columns: ['delivery', 'attempt', 'endpoint', 'begun_at', 'milliseconds', 'status', 'failure', 'response'],
      cells: (row) => [
        ...[row.delivery, row.attempt, row.endpoint, row.begunAt.toISOString(), row.milliseconds],
        ...[row.status, row.failure, row.response],
      ],
    },
  };
}
