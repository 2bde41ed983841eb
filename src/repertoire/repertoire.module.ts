import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ClaimsService } from './claims/claims.service.js';
import { DisputesService } from './disputes/disputes.service.js';
import { MandatesService } from './mandates/mandates.service.js';
import { PartiesService } from './parties/parties.service.js';
import { FollowRepertoireCalendar } from './repertoire.jobs.js';
import { WorksService } from './works/works.service.js';

const SERVICES = [PartiesService, WorksService, ClaimsService, MandatesService, DisputesService];

@Module({
  imports: [IdentityModule],
  providers: [...SERVICES, FollowRepertoireCalendar],
  exports: [...SERVICES, FollowRepertoireCalendar],
})
export class RepertoireModule {}
