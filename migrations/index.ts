import { IdentityCreateSociety1795570000001 } from './1795570000001-identity-create-society.js';
import { RepertoireCreateWorksAndClaims1795570000002 } from './1795570000002-repertoire-create-works-and-claims.js';
import { LicensingCreateLicences1795570000003 } from './1795570000003-licensing-create-licences.js';
import { UsageCreateReports1795570000004 } from './1795570000004-usage-create-reports.js';
import { MatchingCreateMatches1795570000005 } from './1795570000005-matching-create-matches.js';
import { LedgerCreateBooks1795570000006 } from './1795570000006-ledger-create-books.js';
import { DistributionCreateRuns1795570000007 } from './1795570000007-distribution-create-runs.js';
import { IdentityReplaceSandbox1795570000008 } from './1795570000008-identity-replace-sandbox.js';
import { DistributionKeepShares1795570000009 } from './1795570000009-distribution-keep-shares.js';
import { UsageNumberUses1795570000010 } from './1795570000010-usage-number-uses.js';
import { RepertoireOpenToAudiences1795570000021 } from './1795570000021-repertoire-open-to-audiences.js';
import { IdentityCreateAccounts1795570000022 } from './1795570000022-identity-create-accounts.js';
import { PlatformKeepAnswers1795570000023 } from './1795570000023-platform-keep-answers.js';
import { IdentityAddSecondFactor1795570000024 } from './1795570000024-identity-add-second-factor.js';
import { ProfileCreateRuleProfile1795570000041 } from './1795570000041-profile-create-rule-profile.js';
import { LicensingCreateTariffs1795570000042 } from './1795570000042-licensing-create-tariffs.js';
import { LicensingGrantLicences1795570000043 } from './1795570000043-licensing-grant-licences.js';
import { DistributionKeepRulesAndStates1795570000060 } from './1795570000060-distribution-keep-rules-and-states.js';
import { UsageKeepRevisions1795570000061 } from './1795570000061-usage-keep-revisions.js';
import { DistributionCreateGates1795570000062 } from './1795570000062-distribution-create-gates.js';
import { PlatformKeepJobs1795570000063 } from './1795570000063-platform-keep-jobs.js';
import { LicensingKeepDrafts1795570000071 } from './1795570000071-licensing-keep-drafts.js';
import { LicensingOpenToLicensees1795570000072 } from './1795570000072-licensing-open-to-licensees.js';
import { LicensingEndTariffs1795570000073 } from './1795570000073-licensing-end-tariffs.js';
import { RepertoireKeepMandates1795570000081 } from './1795570000081-repertoire-keep-mandates.js';
import { RepertoireKeepDisputes1795570000082 } from './1795570000082-repertoire-keep-disputes.js';
import { DistributionKeepCollections1795570000091 } from './1795570000091-distribution-keep-collections.js';
import { DistributionReversePosted1795570000092 } from './1795570000092-distribution-reverse-posted.js';
import { StatementsIssueStatements1795570000093 } from './1795570000093-statements-issue-statements.js';
import { UsageTakeUploads1795570000111 } from './1795570000111-usage-take-uploads.js';
import { WebhooksCreateEndpoints1795570000121 } from './1795570000121-webhooks-create-endpoints.js';
import { PlatformPrune1795570000122 } from './1795570000122-platform-prune.js';
import { UsageImportFiles1795570000131 } from './1795570000131-usage-import-files.js';
import { LicensingLicenseTheRepertoire1795570000141 } from './1795570000141-licensing-license-the-repertoire.js';
import { IdentityRotateClientSecrets1795570000142 } from './1795570000142-identity-rotate-client-secrets.js';
import { FolderKeepExported1795570000143 } from './1795570000143-folder-keep-exported.js';
import { MatchingKeepDecisions1795570000144 } from './1795570000144-matching-keep-decisions.js';
import { DistributionReleaseHeld1795570000145 } from './1795570000145-distribution-release-held.js';
import { ProtectionCreateListings1795570000151 } from './1795570000151-protection-create-listings.js';

/** In the order in which they run. */
export const MIGRATIONS = [
  IdentityCreateSociety1795570000001,
  RepertoireCreateWorksAndClaims1795570000002,
  LicensingCreateLicences1795570000003,
  UsageCreateReports1795570000004,
  MatchingCreateMatches1795570000005,
  LedgerCreateBooks1795570000006,
  DistributionCreateRuns1795570000007,
  IdentityReplaceSandbox1795570000008,
  DistributionKeepShares1795570000009,
  UsageNumberUses1795570000010,
  RepertoireOpenToAudiences1795570000021,
  IdentityCreateAccounts1795570000022,
  PlatformKeepAnswers1795570000023,
  IdentityAddSecondFactor1795570000024,
  ProfileCreateRuleProfile1795570000041,
  LicensingCreateTariffs1795570000042,
  LicensingGrantLicences1795570000043,
  DistributionKeepRulesAndStates1795570000060,
  UsageKeepRevisions1795570000061,
  DistributionCreateGates1795570000062,
  PlatformKeepJobs1795570000063,
  LicensingKeepDrafts1795570000071,
  LicensingOpenToLicensees1795570000072,
  LicensingEndTariffs1795570000073,
  RepertoireKeepMandates1795570000081,
  RepertoireKeepDisputes1795570000082,
  DistributionKeepCollections1795570000091,
  DistributionReversePosted1795570000092,
  StatementsIssueStatements1795570000093,
  UsageTakeUploads1795570000111,
  WebhooksCreateEndpoints1795570000121,
  PlatformPrune1795570000122,
  UsageImportFiles1795570000131,
  LicensingLicenseTheRepertoire1795570000141,
  IdentityRotateClientSecrets1795570000142,
  FolderKeepExported1795570000143,
  MatchingKeepDecisions1795570000144,
  DistributionReleaseHeld1795570000145,
  ProtectionCreateListings1795570000151,
];
