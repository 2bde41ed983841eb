import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { MatchingModule } from '../matching/index.js';
import { DistributionService } from './distribution.service.js';
import { TermsService } from './terms.service.js';

@Module({
  imports: [MatchingModule, LedgerModule],
  providers: [DistributionService, TermsService],
  exports: [DistributionService, TermsService],
})
export class DistributionModule {}
