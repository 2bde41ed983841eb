import { ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';
import { isCalendarDay } from '../../kernel/calendar-day.js';
import { parseDecimal } from '../../kernel/decimal.js';
import { isId } from '../../kernel/ids.js';
import { isCurrency } from '../../kernel/money.js';
import { parsePercent, parseShare, parseWeight } from '../../kernel/share.js';
import { isTerritory, parseTerritories } from '../../kernel/territory.js';
import { canonicalEidr, canonicalImdb, canonicalIsan } from '../../kernel/work-identifiers.js';

// The field's terms, for DTOs: each says what would do.

export const IsCode = (options?: ValidationOptions) =>
  field('isCode', isId, 'must be an id: 1 to 100 characters, no control character', options);
export const IsShare = () =>
  field(
    'isShare',
    (text) => parseShare(text) !== undefined,
    'must be a percent above 0 and at most 100, with at most 6 decimals, as a text: "33.333333"',
  );
export const IsPercent = () =>
  field('isPercent', (text) => parsePercent(text) !== undefined, 'must be a percent from 0 to 100, as a text: "12.5"');
export const IsWeight = () =>
  field(
    'isWeight',
    (text) => parseWeight(text) !== undefined,
    'must be a decimal of 0 or more with at most 6 decimals, as a text: "1.5"',
  );
/** How many decimals there may be is the currency's, which only the service knows. */
export const IsAmount = () =>
  field(
    'isAmount',
    (text) => text.length <= 30 && parseDecimal(text) !== undefined,
    'must be an amount of 0 or more in the major unit of the currency, as a text: "1234.50"',
  );
export const IsTerritories = () =>
  field(
    'isTerritories',
    (text) => 'ok' in parseTerritories(text),
    'must be ISO 3166-1 alpha-2 codes or XK, separated by blanks; * is the world, -XX excludes: "* -US"',
  );
export const IsDay = () => field('isDay', isCalendarDay, 'must be a day of the calendar as YYYY-MM-DD');
export const IsCountry = () => field('isCountry', isTerritory, 'must be an ISO 3166-1 alpha-2 code or XK');
export const IsCurrency = () => field('isCurrency', isCurrency, 'must be an ISO 4217 code that is in use');
export const IsEidr = () =>
  field(
    'isEidr',
    (text) => canonicalEidr(text) !== undefined,
    'must be an EIDR: 10.5240/ with 20 hexadecimal digits and their check character',
  );
export const IsIsan = () =>
  field(
    'isIsan',
    (text) => canonicalIsan(text) !== undefined,
    'must be an ISAN: 16 hexadecimal digits; check characters, where given, must be right',
  );
export const IsImdb = () =>
  field('isImdb', (text) => canonicalImdb(text) !== undefined, 'must be an IMDb id: tt and a number');
export const IsSha256 = (options?: ValidationOptions) =>
  field(
    'isSha256',
    (text) => /^[0-9a-f]{64}$/.test(text),
    'must be the SHA-256 of the file: 64 hexadecimal digits in lower case',
    options,
  );
/** A text of the field's people: PostgreSQL stores no NUL, and a lone surrogate is no character. */
export const IsName = (options?: ValidationOptions) =>
  field(
    'isName',
    (text) => /\S/.test(text) && text.length <= 1000 && !/[\p{Cc}\p{Cs}]/u.test(text),
    'must be a text of 1 to 1000 characters, none of them a control character',
    options,
  );

/** Like IsOptional, but null is no way to leave it out: for what may stay as it is and never be empty. */
export const IsPresentOrLeftOut = () => ValidateIf((_, value) => value !== undefined);

function field(
  name: string,
  test: (text: string) => boolean,
  sentence: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.length <= 10_000 && test(value),
        defaultMessage: () => sentence,
      },
    },
    options,
  );
}
