import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import type { Metric, UseType } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import type { OfferApplication } from '../applications/application.dto.js';
import { ApplicationRegister } from '../applications/application-register.js';
import { tariffNotNamed } from '../licensing.errors.js';
import { QuoteRegister } from '../quotes/quote-register.js';
import type { LicenceView } from './licence.dto.js';
import { LicenceRegister } from './licence-register.js';

/** Answers an application by the tariff's own price, in one go. */
@Injectable()
export class OfferDesk {
  constructor(
    private readonly applications: ApplicationRegister,
    private readonly quotes: QuoteRegister,
    private readonly licences: LicenceRegister,
  ) {}

  /** @throws application-not-found, tariff-not-named, what QuoteRegister.make and LicenceRegister.draft and offer throw */
  async answer(tx: Tx, actor: Actor, id: string, offer: OfferApplication): Promise<LicenceView> {
    const { licence, reportEveryMonths, statementConsent, reason } = offer;
    const application = await this.applications.get(tx, id);
    const { licensee, inputs, territories, validFrom, validTo, exclusive } = application;
    const tariff = offer.tariff ?? application.tariff;
    if (tariff === null) throw tariffNotNamed(id);
    const quote = await this.quotes.make(tx, actor, { licensee, tariff, inputs });
    await this.licences.draft(tx, actor, {
      ...{ id: licence, quote: quote.id, application: id, territories, validFrom, validTo, exclusive },
      ...{ useTypes: application.useTypes as UseType[], metric: application.metric as Metric },
      ...{ reportEveryMonths, reason, ...(statementConsent !== undefined && { statementConsent }) },
    });
    return this.licences.offer(tx, actor, licence, reason);
  }
}
