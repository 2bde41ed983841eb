/** Where webhooks may go, as the composition decides. */
export class WebhookSettings {
  /** @param toLocalhost whether they may go to this very machine, unencrypted too: for trials */
  constructor(readonly toLocalhost: boolean) {}
}
