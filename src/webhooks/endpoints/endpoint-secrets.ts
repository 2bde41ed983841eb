/** How long the secret before the last one signs too, so that a receiver can change over without losing an event. */
export const FORMER_SECRET_HOURS = 24;

/** A secret as Standard Webhooks writes it. */
export function secretText(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}
