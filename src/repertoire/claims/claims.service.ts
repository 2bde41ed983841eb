import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { claimNotFound } from '../repertoire.errors.js';
import { Claim } from './claim.entity.js';

export type NewClaim = Omit<Claim, 'claimId' | 'societyId' | 'recordedAt' | 'supersededAt'>;

@Injectable()
export class ClaimsService {
  /** Shares that add up to more than 100 % are taken: such claims are in dispute, and their money is held. */
  async add(tx: Tx, claims: readonly NewClaim[]): Promise<void> {
    await insertRows(tx, Claim, claims);
    await tx.query('select repertoire.analyze_loaded()');
  }

  /**
   * Changes a claim by closing its row and adding one, so that what was known before stays known and what was
   * computed from it stays explained.
   * @throws claim-not-found
   */
  async change(tx: Tx, society: number, code: string, change: Partial<Omit<NewClaim, 'code'>>): Promise<void> {
    const current = await tx.findOneBy(Claim, { societyId: society, code, supersededAt: IsNull() });
    if (!current) throw claimNotFound(code);
    await this.supersede(tx, current, change);
  }

  /** The same for a claim that was just read. @param current its row that is not superseded */
  async supersede(tx: Tx, current: Claim, change: Partial<Omit<NewClaim, 'code'>>): Promise<void> {
    await this.close(tx, [current.claimId]);
    await insertRows(tx, Claim, [{ ...current, ...change }]);
  }

  /** Closes a row in its party's own transaction. @throws claim-not-found if somebody was quicker */
  async closeOwn(tx: Tx, { claimId, code }: Claim): Promise<void> {
    const [row] = await tx.query<{ closed: number | null }[]>('select repertoire.withdraw_own($1) as closed', [
      claimId,
    ]);
    if (row!.closed === null) throw claimNotFound(code);
  }

  /** Closes rows: what they say was known until now. */
  async close(tx: Tx, claimIds: readonly number[]): Promise<void> {
    await tx.query('update repertoire.claim set superseded_at = now() where claim_id = any ($1)', [claimIds]);
  }
}
