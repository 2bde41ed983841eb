import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CalendarTask, Errand } from '../../platform/jobs/job-handler.js';
import { WebhookSettings } from '../webhook-settings.js';
import { DeliveriesService } from './deliveries.service.js';
import { postWebhook } from './post-webhook.js';

/**
 * Makes one attempt at a delivery. No transaction is open while the endpoint is waited for. Killed in between, the
 * attempt is made again: with the same `webhook-id`, by which the receiver knows what it has had.
 */
@Injectable()
export class DeliverWebhook extends Errand {
  readonly kind = 'webhook.deliver';

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveriesService,
    private readonly settings: WebhookSettings,
  ) {
    super();
  }

  async run(society: number, id: string): Promise<void> {
    const delivery = await this.database.read(society, (tx) => this.deliveries.find(tx, id));
    if (delivery === undefined) return;
    if (!delivery.enabled) return this.database.write(society, (tx) => this.deliveries.abandon(tx, delivery));
    const begunAt = new Date();
    const outcome = await postWebhook(delivery.letter, this.settings);
    const milliseconds = Date.now() - begunAt.getTime();
    await this.database.write(society, (tx) =>
      this.deliveries.record(tx, delivery, { begunAt, milliseconds, outcome }),
    );
  }
}

/** Looks for deliveries that nobody is going to make. */
@Injectable()
export class CatchUpDeliveries extends CalendarTask {
  readonly kind = 'webhook.catch-up';

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveriesService,
  ) {
    super();
  }

  run(society: number): Promise<void> {
    return this.database.write(society, (tx) => this.deliveries.catchUp(tx));
  }
}
