import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { CollectionRegister } from './collections/collection-register.js';
import { CollectionsController } from './collections/collections.controller.js';
import { DistributionModule } from './distribution.module.js';
import { DistributionReadings } from './distributions/distribution-readings.js';
import { DistributionRegister } from './distributions/distribution-register.js';
import { DistributionsController } from './distributions/distributions.controller.js';
import { ReadingsController } from './distributions/readings.controller.js';
import { RuleSetRegister } from './rule-sets/rule-set-register.js';
import { RuleSetsController } from './rule-sets/rule-sets.controller.js';
import { UnidentifiedController } from './unidentified/unidentified.controller.js';

@Module({
  imports: [IdentityModule, JobsModule, DistributionModule],
  controllers: [
    CollectionsController,
    RuleSetsController,
    DistributionsController,
    ReadingsController,
    UnidentifiedController,
  ],
  providers: [CollectionRegister, RuleSetRegister, DistributionRegister, DistributionReadings],
  exports: [DistributionRegister],
})
export class DistributionHttpModule {}
