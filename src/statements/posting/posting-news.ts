import { Injectable } from '@nestjs/common';
import type { DistributionView } from '../../distribution/http.js';
import type { Tx } from '../../platform/database/database.js';
import { AnnouncementsService } from '../../webhooks/index.js';
import { type StatementRow, StatementView } from '../issued/statement.dto.js';
import { STATEMENT_VIEW } from '../issued/statement-list.js';

/** Tells the society's programs of a posting, and each party's of its statement. */
@Injectable()
export class PostingNews {
  constructor(private readonly announcements: AnnouncementsService) {}

  async tell(tx: Tx, posted: DistributionView): Promise<void> {
    const rows = await tx.query<(StatementRow & { party_id: number })[]>(
      `select v.*, i.party_id from (${STATEMENT_VIEW}) v
       join statements.statement i on i.statement_id = v.statement_id
       where i.distribution_id = $1 order by v.statement_id`,
      [posted.id],
    );
    const statements = rows.map(({ party_id: party, ...row }) => {
      const data = StatementView.from(row);
      return { type: 'statement.issued', audience: { party }, subject: data.id, data } as const;
    });
    const posting = { type: 'distribution.posted', audience: 'society', subject: posted.id, data: posted } as const;
    await this.announcements.announce(tx, posting, ...statements);
  }
}
