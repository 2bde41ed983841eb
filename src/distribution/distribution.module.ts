import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { MatchingModule } from '../matching/index.js';
import { CalculationService } from './calculation.service.js';
import { DistributionService } from './distribution.service.js';
import { ExplanationService } from './explanation.service.js';
import { GatesService } from './gates.service.js';
import { TermsService } from './terms.service.js';

@Module({
  imports: [MatchingModule, LedgerModule],
  providers: [CalculationService, DistributionService, GatesService, ExplanationService, TermsService],
  exports: [DistributionService, GatesService, ExplanationService, TermsService],
})
export class DistributionModule {}
