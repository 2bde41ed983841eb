import { DomainError } from '../kernel/domain-error.js';

export const endpointNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'webhook-endpoint-not-found',
    `Webhook endpoint ${id} is not known. GET /v1/webhook-endpoints lists yours.`,
  );

export const urlRefused = (why: string) =>
  new DomainError(
    'unprocessable',
    'webhook-url-refused',
    `Webhooks are not sent to that url: ${why}. Give an https url with the name of a host that the public internet reaches.`,
  );

export const tooManyEndpoints = (most: number) =>
  new DomainError(
    'unprocessable',
    'webhook-endpoints-too-many',
    `You have ${most} endpoints that are enabled. Disable one, or change its url.`,
  );

export const deliveryNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'webhook-delivery-not-found',
    `Webhook delivery ${id} is not known. GET /v1/webhook-deliveries lists yours.`,
  );

export const deliveryPending = (id: string) =>
  new DomainError(
    'conflict',
    'webhook-delivery-pending',
    `Webhook delivery ${id} has not ended: it is tried again by itself at \`dueAt\`.`,
  );

export const endpointDisabled = (id: string) =>
  new DomainError(
    'conflict',
    'webhook-endpoint-disabled',
    `Nothing is sent to webhook endpoint ${id}, which is disabled. Enable it with PATCH first.`,
  );
