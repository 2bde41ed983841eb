import type { Fault } from '../faults.js';
import type { FolderFiles } from '../folder-files.js';
import { type AliasTable, readAliases } from './aliases.js';
import { type ClaimTable, neverInForce, readClaims } from './claims.js';
import { type LicenceTable, readLicences } from './licences.js';
import { type MoneyTables, readMoney } from './money.js';
import { doubtfulPartyIdentifiers, type PartyTable, readParties } from './parties.js';
import { readWorks, type WorkTable } from './works.js';

/** The master files of a folder, sound when no fault was found. */
export interface Masters {
  parties: PartyTable;
  works: WorkTable;
  aliases: AliasTable;
  claims: ClaimTable;
  licences: LicenceTable;
  money: MoneyTables;
  warnings: Fault[];
  /** SHA-256 of each file, by its name. */
  sha256: ReadonlyMap<string, string>;
}

/** Reads every master file (contract, Input). @param faults every fault that is found is added, file by file */
export async function readMasters(files: FolderFiles, faults: Fault[]): Promise<Masters> {
  const parties = await readParties(files, faults);
  const works = await readWorks(files, faults);
  const aliases = await readAliases(files, works.keys, faults);
  const claims = await readClaims(files, works.keys, parties.keys, faults);
  const licences = await readLicences(files, faults);
  const money = await readMoney(files, licences, faults);
  const tables = {
    'parties.csv': parties.table,
    'works.csv': works.table,
    'aliases.csv': aliases,
    'claims.csv': claims,
    'licences.csv': licences.table,
    'collections.csv': money.collections,
    'deductions.csv': money.deductions,
    'weights.csv': money.weights,
  };
  const unknown = Object.entries(tables).flatMap(([file, table]) => unknownColumns(file, table.unknownColumns));
  const hashed = Object.entries(tables).filter(([, table]) => table.sha256 !== undefined);
  return {
    parties: parties.table,
    works: works.table,
    aliases,
    claims,
    licences: licences.table,
    money,
    warnings: [...unknown, ...doubtfulPartyIdentifiers(parties.table), ...neverInForce(claims)],
    sha256: new Map(hashed.map(([file, table]) => [file, table.sha256!])),
  };
}

/** At most this many are named one by one: a file can have a hundred thousand. */
const NAMED_COLUMNS = 20;

/** One warning for each column that the contract does not know. */
export function unknownColumns(file: string, names: readonly string[]): Fault[] {
  const named = names
    .slice(0, NAMED_COLUMNS)
    .map((column) => ({ file, line: 1, column, message: 'unknown column, ignored' }));
  const more = names.length - named.length;
  return more > 0 ? [...named, { file, line: 1, message: `${more} further unknown columns, ignored` }] : named;
}
