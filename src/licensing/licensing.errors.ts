import { DomainError } from '../kernel/domain-error.js';

export const tariffNotFound = (what: string) =>
  new DomainError('not-found', 'tariff-not-found', `The society has no tariff ${what}. GET /v1/tariffs lists them.`);

export const licenceNotFound = (which: number | string) =>
  new DomainError('not-found', 'licence-not-found', `There is no licence ${which} here.`);

export const applicationNotFound = (which: number | string) =>
  new DomainError('not-found', 'application-not-found', `There is no application ${which} here.`);

export const quoteNotFound = (which: number | string) =>
  new DomainError('not-found', 'quote-not-found', `There is no quote ${which} here.`);

export const licenseeNotFound = (name: string) =>
  new DomainError(
    'not-found',
    'licensee-not-found',
    `Licensee ${JSON.stringify(name)} is not known in this society. Names are compared character by character.`,
  );

/** @param most the tariff's own price, if it is known */
export const discountInvalid = (currency: string, most?: string) =>
  new DomainError(
    'invalid',
    'discount-invalid',
    `A discount is a price from 0 to below the tariff's${most === undefined ? ' own' : ` ${most}`} in ${currency}, with no more decimals than that has, and a reason.`,
  );

export const tariffNotNamed = (application: string) =>
  new DomainError(
    'unprocessable',
    'tariff-not-named',
    `Application ${application} names no tariff. Say in \`tariff\` on which one it is to be quoted.`,
  );
