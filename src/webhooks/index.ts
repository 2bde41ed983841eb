export { type Announcement, AnnouncementsService, type Audience } from './announcements.service.js';
export { CatchUpDeliveries, DeliverWebhook } from './deliveries/deliver-webhook.js';
export { EVENT_TYPES, type EventType } from './event-types.js';
export { WebhookSettings } from './webhook-settings.js';
export { WebhooksDeliveryModule } from './webhooks-delivery.module.js';
export { WebhooksModule } from './webhooks.module.js';
