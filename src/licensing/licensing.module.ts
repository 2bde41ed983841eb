import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProfileModule } from '../profile/index.js';
import { RepertoireModule } from '../repertoire/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { ApplicationsService } from './applications/applications.service.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { GrantsService } from './licences/grants.service.js';
import { LicenceNews } from './licences/licence-news.js';
import { LicencesService } from './licences/licences.service.js';
import { QuotesService } from './quotes/quotes.service.js';
import { FollowLicenceCalendar } from './licensing.jobs.js';
import { ScopesService } from './scopes/scopes.service.js';
import { TariffVersionsService } from './tariffs/tariff-versions.service.js';
import { TariffsService } from './tariffs/tariffs.service.js';

const SERVICES = [
  LicencesService,
  TariffsService,
  TariffVersionsService,
  QuotesService,
  ApplicationsService,
  GrantsService,
  LicenceNews,
  CertificatesService,
  ScopesService,
  FollowLicenceCalendar,
];

@Module({
  imports: [IdentityModule, ProfileModule, RepertoireModule, WebhooksModule],
  providers: SERVICES,
  exports: SERVICES,
})
export class LicensingModule {}
