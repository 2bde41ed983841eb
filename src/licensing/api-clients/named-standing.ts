import { DomainError } from '../../kernel/domain-error.js';
import type { Role, Standing } from '../../identity/index.js';
import { Licensee } from '../licences/licence.entity.js';
import { licenseeNotFound } from '../licensing.errors.js';
import type { Tx } from '../../platform/database/database.js';
import { Party } from '../../repertoire/index.js';

/** Roles, and by its id whose rows they are confined to. */
export interface NamedStanding {
  roles: readonly Role[];
  licensee: string | undefined;
  party: string | undefined;
}

/** The same by numbers, as an account's row has it. @throws licensee-not-found, party-not-found */
export async function namedStanding(
  tx: Tx,
  society: number,
  { roles, licensee, party }: NamedStanding,
): Promise<Standing> {
  return {
    roles,
    licenseeId: licensee === undefined ? null : await licenseeNumber(tx, society, licensee),
    partyId: party === undefined ? null : await partyNumber(tx, society, party),
  };
}

async function licenseeNumber(tx: Tx, society: number, name: string): Promise<number> {
  const row = await tx.findOneBy(Licensee, { societyId: society, name });
  if (row === null) throw licenseeNotFound(name);
  return row.licenseeId;
}

async function partyNumber(tx: Tx, society: number, code: string): Promise<number> {
  const row = await tx.findOneBy(Party, { societyId: society, code });
  if (row === null) {
    throw new DomainError(
      'not-found',
      'party-not-found',
      `Party ${JSON.stringify(code)} is not known in this society. Give its id, character by character.`,
    );
  }
  return row.partyId;
}
