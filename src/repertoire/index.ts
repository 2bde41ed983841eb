export { Claim } from './claims/claim.entity.js';
export { ClaimsService, type NewClaim } from './claims/claims.service.js';
export { DisputesService } from './disputes/disputes.service.js';
export { ReviewDisputesJob } from './disputes/review-disputes.job.js';
export type { ImportPlan } from './imports/import-plan.js';
export { planClaims } from './imports/plan-claims.js';
export { planParties } from './imports/plan-parties.js';
export { planWorks } from './imports/plan-works.js';
export { MandatesService } from './mandates/mandates.service.js';
export { PartiesService, type NewParty } from './parties/parties.service.js';
export { Party } from './parties/party.entity.js';
export { FollowRepertoireCalendar } from './repertoire.jobs.js';
export { REPERTOIRE_PROBLEMS } from './repertoire-problems.js';
export { workNotFound } from './repertoire.errors.js';
export { RepertoireModule } from './repertoire.module.js';
export { requireState } from './steps.js';
export { Work, WorkIdentifier, WorkTitle } from './works/work.entity.js';
export { type NewWork, WorksService } from './works/works.service.js';
export {
  checkClaimKeys,
  checkClaimReferences,
  CLAIM_COLUMNS,
  CLAIMS_FILE,
  claimsOf,
  type ClaimTable,
  neverInForce,
} from './files/claims.js';
export {
  doubtfulPartyIdentifiers,
  keysOfParties,
  PARTIES_FILE,
  partiesOf,
  PARTY_COLUMNS,
  type PartyTable,
} from './files/parties.js';
export { keysOfWorks, WORK_COLUMNS, WORKS_FILE, worksOf, type WorkTable } from './files/works.js';
export { MoneyAtStake, type RightOfWork, type Stake, stakeKey } from './disputes/money-at-stake.js';
