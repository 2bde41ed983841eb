import { userInfo } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError } from 'commander';
import { AccountsService, type Doer, type Role, ROLES, SocietiesService, type Standing } from '../../identity/index.js';
import { namedStanding } from '../../licensing/index.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Say, withApplication } from '../with-application.js';

/** Works on a society in one transaction, on its accounts for the most part; the audit trail names the account of the operating system. */
export function inSociety<T>(
  say: Say,
  name: string,
  work: (tx: Tx, doer: Doer, accounts: AccountsService, application: INestApplicationContext) => Promise<T>,
): Promise<T> {
  return withApplication(say, async (application) => {
    const database = application.get(Database);
    const societies = application.get(SocietiesService, { strict: false });
    const society = await database.read(undefined, (tx) => societies.require(tx, name));
    const doer = { society, actor: `cli:${userInfo().username}` };
    const accounts = application.get(AccountsService, { strict: false });
    return database.write(society, (tx) => work(tx, doer, accounts, application));
  });
}

/** What `--role`, `--licensee` and `--party` say. */
export interface StandingOptions {
  role: Role[];
  licensee?: string;
  party?: string;
}

export const ROLE_HELP = `
Roles (docs/domain.md): RO repertoire, LO licensing, DO distribution, FO finance, PO protection, AP approver,
SV supervisor (reads). They can be combined. L is a licensee and sees its own licences and reports; H is a holder and
sees its own works, claims and statements: each stands alone, with --licensee NAME or --party ID.`;

/** @throws licensee-not-found, party-not-found */
export function standingOf(
  tx: Tx,
  society: number,
  { role: roles, licensee, party }: StandingOptions,
): Promise<Standing> {
  return namedStanding(tx, society, { roles, licensee, party });
}

export function role(text: string, earlier: Role[] | undefined): Role[] {
  const found = ROLES.find((role) => role === text.toUpperCase());
  if (found === undefined) throw new InvalidArgumentError(`It must be one of ${ROLES.join(', ')}.`);
  return [...new Set([...(earlier ?? []), found])];
}
