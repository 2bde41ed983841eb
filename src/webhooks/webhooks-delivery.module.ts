import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { CatchUpDeliveries, DeliverWebhook } from './deliveries/deliver-webhook.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { WebhooksModule } from './webhooks.module.js';

/** For processes that do jobs. Needs WebhookSettings of the composition. */
@Module({
  imports: [IdentityModule, WebhooksModule],
  providers: [DeliveriesService, DeliverWebhook, CatchUpDeliveries],
  exports: [DeliverWebhook, CatchUpDeliveries],
})
export class WebhooksDeliveryModule {}
