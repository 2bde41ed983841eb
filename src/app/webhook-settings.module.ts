import { type DynamicModule, Module } from '@nestjs/common';
import { WebhookSettings } from '../webhooks/index.js';

@Module({})
class WebhookSettingsModule {}

/** Tells all modules of the process where webhooks may go. */
export function webhookSettings(toLocalhost: boolean): DynamicModule {
  return {
    module: WebhookSettingsModule,
    global: true,
    providers: [{ provide: WebhookSettings, useValue: new WebhookSettings(toLocalhost) }],
    exports: [WebhookSettings],
  };
}
