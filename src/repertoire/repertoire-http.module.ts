import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { ClaimRegister } from './claims/claim-register.js';
import { ClaimsController } from './claims/claims.controller.js';
import { DisputeDesk } from './disputes/dispute-desk.js';
import { DisputesController } from './disputes/disputes.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { ImportsService } from './imports/imports.service.js';
import { LicensableController } from './licensable/licensable.controller.js';
import { MandateRegister } from './mandates/mandate-register.js';
import { MandatesController } from './mandates/mandates.controller.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { PartiesController } from './parties/parties.controller.js';
import { PartyRegister } from './parties/party-register.js';
import { PublicController } from './public/public.controller.js';
import { RepertoireModule } from './repertoire.module.js';
import { WorkRegister } from './works/work-register.js';
import { WorksController } from './works/works.controller.js';

@Module({
  imports: [IdentityModule, JobsModule, RepertoireModule],
  controllers: [
    ...[WorksController, PartiesController, ClaimsController, MandatesController, DisputesController],
    ...[NotificationsController, LicensableController, ImportsController, PublicController],
  ],
  providers: [...[WorkRegister, PartyRegister, ClaimRegister, MandateRegister, DisputeDesk, ImportsService]],
})
export class RepertoireHttpModule {}
