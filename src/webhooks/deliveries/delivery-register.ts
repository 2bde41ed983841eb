import { Injectable } from '@nestjs/common';
import { bigNumberOf } from '../../platform/row-number.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { EndpointRegister } from '../endpoints/endpoint-register.js';
import { deliveryNotFound, deliveryPending, endpointDisabled } from '../webhooks.errors.js';
import { type DeliveryRow, type WebhookAttemptPage, type WebhookAttemptQuery } from './delivery.dto.js';
import { WebhookAttemptView, type WebhookDeliveryPage } from './delivery.dto.js';
import { type WebhookDeliveryQuery, WebhookDeliveryView } from './delivery.dto.js';
import { attemptList, DELIVERIES, deliveryList } from './delivery-list.js';

/** What was sent and is to be sent, for who is to get it. */
@Injectable()
export class DeliveryRegister {
  constructor(
    private readonly endpoints: EndpointRegister,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: WebhookDeliveryQuery, csv: boolean): Promise<WebhookDeliveryPage | CsvAnswer> {
    return answerList(tx, deliveryList(query), query, csv, (row) => WebhookDeliveryView.from(row));
  }

  attempts(tx: Tx, query: WebhookAttemptQuery, csv: boolean): Promise<WebhookAttemptPage | CsvAnswer> {
    return answerList(tx, attemptList(query), query, csv, (row) => WebhookAttemptView.from(row));
  }

  /** @throws webhook-delivery-not-found */
  async get(tx: Tx, id: string): Promise<WebhookDeliveryView> {
    const [row] = await tx.query<DeliveryRow[]>(`${DELIVERIES} where d.delivery_id = $1`, [bigNumberOf(id)]);
    if (row === undefined) throw deliveryNotFound(id);
    return WebhookDeliveryView.from(row);
  }

  /**
   * Sends an event again, with the id that it had.
   * @throws webhook-delivery-not-found, webhook-delivery-pending, webhook-endpoint-disabled
   */
  async replay(tx: Tx, actor: Actor, id: string): Promise<WebhookDeliveryView> {
    const former = await this.get(tx, id);
    if (former.state === 'pending') throw deliveryPending(id);
    const { enabled } = await this.endpoints.get(tx, former.endpoint);
    if (!enabled) throw endpointDisabled(former.endpoint);
    const [{ again }] = await tx.query<[{ again: string }]>('select webhooks.deliver_again($1) as again', [id]);
    await this.audit.record(tx, actor.id, { action: 'webhook-delivery.replayed', subject: id, after: { again } });
    return this.get(tx, again);
  }
}
