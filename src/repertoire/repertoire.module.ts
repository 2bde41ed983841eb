import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ClaimsService } from './claims/claims.service.js';
import { WebhooksModule } from '../webhooks/index.js';
import { DisputesService } from './disputes/disputes.service.js';
import { ReviewDisputesJob } from './disputes/review-disputes.job.js';
import { MandatesService } from './mandates/mandates.service.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { PartiesService } from './parties/parties.service.js';
import { FollowRepertoireCalendar } from './repertoire.jobs.js';
import { WorksService } from './works/works.service.js';

const SERVICES = [PartiesService, WorksService, ClaimsService, MandatesService, DisputesService, NotificationsService];
const IN_THE_BACKGROUND = [FollowRepertoireCalendar, ReviewDisputesJob];

@Module({
  imports: [IdentityModule, WebhooksModule],
  providers: [...SERVICES, ...IN_THE_BACKGROUND],
  exports: [...SERVICES, ...IN_THE_BACKGROUND],
})
export class RepertoireModule {}
