import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import {
  Allocation,
  Collection,
  Deduction,
  DeductionTaken,
  Distribution,
  DistributionEvent,
  PoolResult,
  RuleSet,
  RuleSetPublication,
  Weight,
} from '../distribution/index.js';
import { ApiClient, Person, Society } from '../identity/index.js';
import { Account, Posting, Transaction } from '../ledger/index.js';
import { Licence, Licensee } from '../licensing/index.js';
import { Alias } from '../matching/index.js';
import { Claim, Party, Work, WorkIdentifier, WorkTitle } from '../repertoire/index.js';
import { ReportEvent, UsageReport } from '../usage/index.js';

const ENTITIES = [
  ...[Society, Person, ApiClient],
  ...[Party, Work, WorkTitle, WorkIdentifier, Claim],
  ...[Licensee, Licence],
  ...[UsageReport, ReportEvent],
  Alias,
  ...[Account, Transaction, Posting],
  ...[Collection, RuleSet, RuleSetPublication, Deduction, Weight, Distribution, DistributionEvent],
  ...[PoolResult, DeductionTaken, Allocation],
];

/** @param url of the database, as its owner */
export function dataSourceFor(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    // All or none: a database never stays between two versions of the schema.
    migrationsTransactionMode: 'all',
    applicationName: 'cineledger',
    extra: { options: '-c jit=off' },
  });
}
