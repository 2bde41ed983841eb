import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { ApiClientRegister } from './api-clients/api-client-register.js';
import { ApiClientsController } from './api-clients/api-clients.controller.js';
import { ApplicationRegister } from './applications/application-register.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { LicenceRegister } from './licences/licence-register.js';
import { LicencesController } from './licences/licences.controller.js';
import { OfferDesk } from './licences/offer-desk.js';
import { LicenseeRegister } from './licensees/licensee-register.js';
import { LicenseesController } from './licensees/licensees.controller.js';
import { LicensingModule } from './licensing.module.js';
import { PublicTariffsController } from './public/public-tariffs.controller.js';
import { QuoteRegister } from './quotes/quote-register.js';
import { QuotesController } from './quotes/quotes.controller.js';
import { ScopeRegister } from './scopes/scope-register.js';
import { ScopesController } from './scopes/scopes.controller.js';
import { TariffRegister } from './tariffs/tariff-register.js';
import { TariffVersionsController } from './tariffs/tariff-versions.controller.js';
import { TariffsController } from './tariffs/tariffs.controller.js';

@Module({
  imports: [IdentityModule, LicensingModule, WebhooksModule],
  controllers: [
    TariffsController,
    TariffVersionsController,
    LicenseesController,
    QuotesController,
    ApplicationsController,
    LicencesController,
    CertificatesController,
    ScopesController,
    PublicTariffsController,
    ApiClientsController,
  ],
  providers: [
    TariffRegister,
    LicenseeRegister,
    QuoteRegister,
    ApplicationRegister,
    LicenceRegister,
    OfferDesk,
    ScopeRegister,
    ApiClientRegister,
  ],
})
export class LicensingHttpModule {}
