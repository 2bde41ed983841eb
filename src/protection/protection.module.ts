import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProfileModule } from '../profile/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { DutiesService } from './duties/duties.service.js';
import { FeedService } from './feed/feed.service.js';
import { ListingNews } from './listing-news.js';
import { ListingsService } from './listings/listings.service.js';
import { FollowProtectionCalendar } from './protection.jobs.js';
import { WarningsService } from './warnings/warnings.service.js';

const SERVICES = [ListingsService, DutiesService, FeedService, WarningsService, ListingNews, FollowProtectionCalendar];

@Module({
  imports: [IdentityModule, ProfileModule, WebhooksModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class ProtectionModule {}
