// The second front door: for what answers over HTTP.
export { webhookDocument } from './event-types.js';
export { WebhooksHttpModule } from './webhooks-http.module.js';
