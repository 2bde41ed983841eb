export {
  Allocation,
  Collection,
  Deduction,
  DeductionTaken,
  Distribution,
  PoolResult,
  Weight,
} from './distribution.entity.js';
export { DistributionModule } from './distribution.module.js';
export { DistributionService, type Run, type Stage } from './distribution.service.js';
export { type NewCollection, type NewDeduction, type NewWeight, TermsService } from './terms.service.js';
export { type ExplainedEntitlement, type Explanation, ExplanationService } from './explanation.service.js';
