import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ClaimRegister } from './claims/claim-register.js';
import { ClaimsController } from './claims/claims.controller.js';
import { PartiesController } from './parties/parties.controller.js';
import { PartyRegister } from './parties/party-register.js';
import { PublicController } from './public/public.controller.js';
import { RepertoireModule } from './repertoire.module.js';
import { WorkRegister } from './works/work-register.js';
import { WorksController } from './works/works.controller.js';

@Module({
  imports: [IdentityModule, RepertoireModule],
  controllers: [WorksController, PartiesController, ClaimsController, PublicController],
  providers: [WorkRegister, PartyRegister, ClaimRegister],
})
export class RepertoireHttpModule {}
