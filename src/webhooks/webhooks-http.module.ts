import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { WebhookDeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveryRegister } from './deliveries/delivery-register.js';
import { EndpointRegister } from './endpoints/endpoint-register.js';
import { WebhookEndpointsController } from './endpoints/endpoints.controller.js';

/** Needs WebhookSettings of the composition. */
@Module({
  imports: [IdentityModule],
  controllers: [WebhookEndpointsController, WebhookDeliveriesController],
  providers: [EndpointRegister, DeliveryRegister],
})
export class WebhooksHttpModule {}
