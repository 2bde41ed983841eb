import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { Party } from './party.entity.js';

export type NewParty = Omit<Party, 'partyId' | 'societyId' | 'version' | 'contact'>;

@Injectable()
export class PartiesService {
  /** @returns the number of every party of the society, by its id */
  async add(tx: Tx, society: number, parties: readonly NewParty[]): Promise<ReadonlyMap<string, number>> {
    await insertRows(tx, Party, parties);
    const rows = (await tx.query('select code, party_id from repertoire.party where society_id = $1', [society])) as {
      code: string;
      party_id: number;
    }[];
    return new Map(rows.map((row) => [row.code, row.party_id]));
  }
}
