export { type Actor, type ActorRole, SYSTEM } from './actor.js';
export { type NamedStanding, namedStanding } from './api-clients/named-standing.js';
export { APPLICATION_MOVES, type RefusalCode } from './applications/application.states.js';
export {
  type Application,
  ApplicationsService,
  type ApplicationStep,
  type NewApplication,
} from './applications/applications.service.js';
export type { Certificate, CertificateContent } from './certificates/certificate.js';
export { type CertificateCheck, CertificatesService } from './certificates/certificates.service.js';
export {
  type DraftTerms,
  type Grant,
  GrantsService,
  type LicenceStep,
  type NewGrant,
} from './licences/grants.service.js';
export { Licence, Licensee } from './licences/licence.entity.js';
export { LICENCE_MOVES, type LicenceState, type SuspensionCause } from './licences/licence.states.js';
export { type ImportWarning, LicencesService, type NewLicence } from './licences/licences.service.js';
export { licenseeNotFound } from './licensing.errors.js';
export { FollowLicenceCalendar } from './licensing.jobs.js';
export { LicensingModule } from './licensing.module.js';
export { type NewQuote, type Quote, QuotesService } from './quotes/quotes.service.js';
export type { Fee, FeeInputs, FeeStep } from './rules/calculate-fee.js';
export type { TariffFormula } from './rules/formula.js';
export { type ApprovedScope, ScopesService } from './scopes/scopes.service.js';
export { TARIFF_MOVES, type TariffState } from './tariffs/tariff.states.js';
export { type NewTariffVersion, TariffVersionsService } from './tariffs/tariff-versions.service.js';
export { type PublishedTariff, type TariffSearch, TariffsService } from './tariffs/tariffs.service.js';
