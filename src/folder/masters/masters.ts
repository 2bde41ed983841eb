import type { Fault } from '../../platform/csv/fault.js';
import { unknownColumns } from '../../platform/csv/table.js';
import {
  checkClaimKeys,
  checkClaimReferences,
  CLAIM_COLUMNS,
  CLAIMS_FILE,
  type ClaimTable,
  doubtfulPartyIdentifiers,
  keysOfParties,
  keysOfWorks,
  neverInForce,
  PARTIES_FILE,
  PARTY_COLUMNS,
  type PartyTable,
  WORK_COLUMNS,
  WORKS_FILE,
  type WorkTable,
} from '../../repertoire/index.js';
import type { FolderFiles } from '../folder-files.js';
import { type AliasTable, readAliases } from './aliases.js';
import { type LicenceTable, readLicences } from './licences.js';
import { type MoneyTables, readMoney } from './money.js';
import { readTable } from './read-table.js';

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
  const required = { required: true };
  const parties = await readTable(files, PARTIES_FILE, PARTY_COLUMNS, required, faults);
  const partyKeys = keysOfParties(parties, faults);
  const works = await readTable(files, WORKS_FILE, WORK_COLUMNS, required, faults);
  const workKeys = keysOfWorks(works, faults);
  const aliases = await readAliases(files, workKeys, faults);
  const claims = await readTable(files, CLAIMS_FILE, CLAIM_COLUMNS, required, faults);
  checkClaimKeys(claims, faults);
  checkClaimReferences(claims, workKeys, partyKeys);
  const licences = await readLicences(files, faults);
  const money = await readMoney(files, licences, faults);
  const tables = {
    'parties.csv': parties,
    'works.csv': works,
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
    parties,
    works,
    aliases,
    claims,
    licences: licences.table,
    money,
    warnings: [...unknown, ...doubtfulPartyIdentifiers(parties), ...neverInForce(claims)],
    sha256: new Map(hashed.map(([file, table]) => [file, table.sha256!])),
  };
}
