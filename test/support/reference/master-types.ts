import type { Decimal, Territories } from './values.js';

export interface Work {
  id: string;
  title: string;
  type: string;
  /** Without leading zeros; empty where unknown. */
  year: string;
  /** Normal forms of the title and the alternative titles. */
  titleForms: Set<string>;
  eidr: string | undefined;
  isan: string | undefined;
  imdb: string | undefined;
}

export interface Claim {
  id: string;
  work: string;
  party: string;
  right: string;
  /** Percent × 10^6. */
  shareMillionths: bigint;
  territories: Territories;
  /** Empty is unbounded. */
  from: string;
  to: string;
  disputed: boolean;
}

export interface Licence {
  id: string;
  licensee: string;
  useTypes: Set<string>;
  territories: Territories;
  from: string;
  to: string;
  currency: string;
  metric: string;
}

export interface Collection {
  id: string;
  licence: Licence;
  start: string;
  end: string;
  /** Minor units of the licence's currency. */
  amount: bigint;
}

export interface Deduction {
  id: string;
  kind: string;
  percent: Decimal;
  /** Empty for every licence. */
  licence: string;
}

export interface Masters {
  parties: Set<string>;
  works: Map<string, Work>;
  /** From `licensee NUL resource_id` to the work's id. */
  aliases: Map<string, string>;
  claims: Claim[];
  licences: Map<string, Licence>;
  collections: Collection[];
  deductions: Deduction[];
  /** From `dimension NUL key` to weight × 10^6. */
  weights: Map<string, bigint>;
}
