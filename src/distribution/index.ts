export {
  Allocation,
  Collection,
  Deduction,
  DeductionTaken,
  Distribution,
  DistributionEvent,
  PoolResult,
  RuleSet,
  RuleSetPublication,
  Weight,
} from './distribution.entity.js';
export { COLLECTION_REFUSALS, distributionNotFound } from './distribution.errors.js';
export { CalculateDistribution } from './distribution.jobs.js';
export { DistributionModule } from './distribution.module.js';
export type { Run, Stage } from './calculation.service.js';
export { GatesService, type MeasuredGate } from './gates.service.js';
export { DistributionService, type NewDistribution } from './distribution.service.js';
export { type NewCollection, type NewDeduction, type NewWeight, TermsService } from './terms.service.js';
export {
  type ExplainedEntitlement,
  type ExplainedLine,
  type Explanation,
  ExplanationService,
} from './explanation.service.js';
