import { Module } from '@nestjs/common';
import { ClaimsService } from './claims/claims.service.js';
import { PartiesService } from './parties/parties.service.js';
import { WorksService } from './works/works.service.js';

@Module({
  providers: [PartiesService, WorksService, ClaimsService],
  exports: [PartiesService, WorksService, ClaimsService],
})
export class RepertoireModule {}
