import { Injectable } from '@nestjs/common';
import type { TerritorySet } from '../../kernel/territory.js';
import type { Right } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import { type Actor, requireRole } from '../actor.js';
import { readably } from '../refusals.js';

export interface ApprovedScope {
  right: Right;
  territories: TerritorySet;
  validFrom: string;
  /** Last day; until further notice if it is left out. */
  validTo?: string | undefined;
  /** The approval or the charter's article that gives it. */
  source: string;
}

/** What a society may license in its own name; outside it a licence is void, so none is granted. */
@Injectable()
export class ScopesService {
  /** Records an approval. @returns its number. @throws term-out-of-order, role-missing */
  async record(
    tx: Tx,
    actor: Actor,
    { right, territories, validFrom, validTo, source }: ApprovedScope,
  ): Promise<number> {
    requireRole(actor, 'approver', 'record what the society may license');
    const rows = await readably(
      tx.query<{ id: number }[]>(
        `insert into licensing.approved_scope ("right", territories_except, territory_codes, valid_from, valid_to, source,
         recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning scope_id as id`,
        [right, territories.except, territories.codes, validFrom, validTo ?? null, source, actor.userId],
      ),
    );
    return rows[0]!.id;
  }
}
