import { parseTerritories, type TerritorySet } from '../kernel/territory.js';

/** The number of a row that an id stands for; 0, which no row has, if it cannot be one. */
export function numberOf(id: string): number {
  return /^[1-9][0-9]{0,8}$/.test(id) ? Number(id) : 0;
}

/** Reads territories that a DTO has found to be readable. @throws Error if they are not */
export function territoriesOf(text: string): TerritorySet {
  const read = parseTerritories(text);
  if ('ok' in read) return read.ok;
  throw new Error(read.fault);
}
