import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { LedgerModule } from '../ledger/index.js';
import { MatchingModule } from '../matching/index.js';
import { CalculationService } from './calculation.service.js';
import { CalculateDistribution } from './distribution.jobs.js';
import { DistributionService } from './distribution.service.js';
import { ExplanationService } from './explanation.service.js';
import { GatesService } from './gates.service.js';
import { ReleaseCalculationService } from './releases/release-calculation.service.js';
import { TermsService } from './terms.service.js';

@Module({
  imports: [IdentityModule, MatchingModule, LedgerModule],
  providers: [
    CalculateDistribution,
    CalculationService,
    DistributionService,
    GatesService,
    ReleaseCalculationService,
    ExplanationService,
    TermsService,
  ],
  exports: [CalculateDistribution, DistributionService, GatesService, ExplanationService, TermsService],
})
export class DistributionModule {}
