// The lists are written out here, not taken from a library: the service takes them from one, and a fault in it would
// go unseen if both sides read the same table.

/** ISO 3166-1 alpha-2, and XK. */
export const COUNTRIES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
   CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
   GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
   KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
   MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
   SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
   UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK`.split(/\s+/),
);

const TWO_DECIMALS = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
   CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
   ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
   MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
   SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`;
const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR_DECIMALS = 'CLF UYW';

// Withdrawn from 2021 on; money collected in them before may still have to be distributed.
const WITHDRAWN = 'ANG BGN CUC';

/** Decimals of each ISO 4217 currency in which something can be paid. */
export const CURRENCY_DECIMALS: ReadonlyMap<string, number> = new Map(
  (
    [
      [TWO_DECIMALS, 2],
      [WITHDRAWN, 2],
      [NO_DECIMALS, 0],
      [THREE_DECIMALS, 3],
      [FOUR_DECIMALS, 4],
    ] as const
  ).flatMap(([codes, decimals]) => codes.split(/\s+/).map((code): [string, number] => [code, decimals])),
);

/** The right that each use type exercises. */
export const RIGHT_OF_USE: ReadonlyMap<string, string> = new Map([
  ['svod', 'making_available'],
  ['avod', 'making_available'],
  ['tvod', 'making_available'],
  ['fast', 'making_available'],
  ['short_video', 'clip_use'],
  ['broadcast', 'broadcasting'],
  ['cable_retransmission', 'retransmission'],
  ['public_screening', 'public_screening'],
  ['education', 'educational_use'],
  ['rental', 'rental'],
  ['private_copy', 'private_copying'],
]);

export const USE_TYPES: readonly string[] = [...RIGHT_OF_USE.keys()];
export const RIGHTS: readonly string[] = [...new Set(RIGHT_OF_USE.values())];
export const WORK_TYPES = ['feature', 'short', 'documentary', 'series', 'episode', 'animation', 'variety'];
export const ROLES = 'producer director screenwriter composer performer distributor heir sister_society'.split(' ');
export const METRICS = ['views', 'seconds', 'revenue'];
export const DEDUCTION_KINDS = ['admin_fee', 'social_cultural', 'reserve', 'other'];
