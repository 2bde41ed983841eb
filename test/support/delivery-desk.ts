import { setTimeout as sleep } from 'node:timers/promises';
import type { Received, TestService } from './service.js';

type Json = Received['json'];

/** Looks at deliveries of webhooks over HTTP, until they are as the test expects. */
export class DeliveryDesk {
  constructor(
    private readonly service: TestService,
    private readonly society: number,
    private readonly officer: string,
  ) {}

  async deliveries(token: string, query = ''): Promise<Json[]> {
    return (await this.service.call('GET', `/v1/webhook-deliveries?${query}`, { token })).json.items as Json[];
  }

  /** The delivery of an event of that subject, once it is in a state. */
  async delivery(token: string, subject: string, state: string): Promise<Json> {
    for (;;) {
      const all = await this.deliveries(token, 'limit=200');
      const found = all.find((one) => one.subject === subject && one.state === state);
      if (found !== undefined) return found;
      await sleep(20);
    }
  }

  async becomes(token: string, id: string, state: string): Promise<Json> {
    for (;;) {
      const { json } = await this.service.call('GET', `/v1/webhook-deliveries/${id}`, { token });
      if (json.state === state) return json;
      await sleep(20);
    }
  }

  async attemptsOf(id: string, count: number): Promise<Json[]> {
    const path = `/v1/webhook-attempts?delivery=${id}&sort=delivery`;
    for (;;) {
      const { json } = await this.service.call('GET', path, { token: this.officer });
      if (json.items.length >= count) return json.items as Json[];
      await sleep(20);
    }
  }

  /** Lets the next attempt be made now, hours early. */
  hurry(id: string): Promise<unknown> {
    return this.service.db.database.write(this.society, (tx) =>
      tx.query(
        `select webhooks.enqueue_delivery(delivery_id, endpoint_id, now()) from webhooks.delivery where delivery_id = $1`,
        [id],
      ),
    );
  }
}
