import { Module } from '@nestjs/common';
import { ClaimsService } from './claims/claims.service.js';
import { MandatesService } from './mandates/mandates.service.js';
import { PartiesService } from './parties/parties.service.js';
import { WorksService } from './works/works.service.js';

@Module({
  providers: [PartiesService, WorksService, ClaimsService, MandatesService],
  exports: [PartiesService, WorksService, ClaimsService, MandatesService],
})
export class RepertoireModule {}
