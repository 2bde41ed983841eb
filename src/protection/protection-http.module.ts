import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { DutiesController } from './duties/duties.controller.js';
import { DutyRegister } from './duties/duty-register.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceStore } from './evidence/evidence-store.js';
import { FeedController } from './feed/feed.controller.js';
import { FeedDesk } from './feed/feed-desk.js';
import { ListingRegister } from './listings/listing-register.js';
import { ListingsController } from './listings/listings.controller.js';
import { ProtectionModule } from './protection.module.js';
import { ServiceRegister } from './services/service-register.js';
import { ServicesController } from './services/services.controller.js';
import { WarningsController } from './warnings/warnings.controller.js';

@Module({
  imports: [IdentityModule, WebhooksModule, ProtectionModule],
  controllers: [
    ...[ServicesController, EvidenceController, ListingsController, DutiesController, WarningsController],
    FeedController,
  ],
  providers: [ServiceRegister, EvidenceStore, ListingRegister, DutyRegister, FeedDesk],
})
export class ProtectionHttpModule {}
