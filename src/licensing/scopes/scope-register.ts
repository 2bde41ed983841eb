import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, type ListPlan } from '../../platform/http/list.js';
import { actingAs } from '../actor.js';
import { territoriesOf } from '../../kernel/territory.js';
import { type CreateScope, type ScopePage, type ScopeQuery, type ScopeRow, ScopeView } from './scope.dto.js';
import { ScopesService } from './scopes.service.js';

/** One row an approval. */
const SCOPE_VIEW = `
  select scope_id as id, "right", territories_except as "territoriesExcept", territory_codes as "territoryCodes",
    valid_from::text as "validFrom", valid_to::text as "validTo", source
  from licensing.approved_scope`;

/** Approved scopes as approvers record them. */
@Injectable()
export class ScopeRegister {
  constructor(
    private readonly scopes: ScopesService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: ScopeQuery, csv: boolean): Promise<ScopePage | CsvAnswer> {
    return answerList(tx, scopeList(query), query, csv, (row) => ScopeView.from(row));
  }

  /** @throws term-out-of-order */
  async record(tx: Tx, actor: Actor, { territories, ...said }: CreateScope): Promise<ScopeView> {
    const id = await this.scopes.record(tx, actingAs(actor), { ...said, territories: territoriesOf(territories) });
    const [row] = await tx.query<ScopeRow[]>(`${SCOPE_VIEW} where scope_id = $1`, [id]);
    const view = ScopeView.from(row!);
    await this.audit.record(tx, actor.id, {
      ...{ action: 'approved-scope.recorded', subject: `approved-scope/${id}`, reason: said.source, after: view },
    });
    return view;
  }
}

function scopeList({ right }: ScopeQuery): ListPlan<ScopeRow> {
  return {
    select: `${SCOPE_VIEW} where $1::text is null or "right" = $1`,
    parameters: [right ?? null],
    sorts: { id: { column: 'id', type: 'integer' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'approved-scopes.csv',
      columns: ['id', 'right', 'territories', 'validFrom', 'validTo', 'source'],
      cells: (row) => {
        const { id, right, territories, validFrom, validTo, source } = ScopeView.from(row);
        return [id, right, territories, validFrom, validTo, source];
      },
    },
  };
}
