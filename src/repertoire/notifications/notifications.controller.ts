import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, type ListPlan, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { NotificationPage, NotificationQuery, type NotificationRow, NotificationView } from './notification.dto.js';

@ApiTags('notifications')
@Controller('v1/notifications')
export class NotificationsController {
  /** Lists what parties were told of disputes and mandates. A holder sees what it was told. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(NotificationPage)
  list(
    @InTx() tx: Tx,
    @Query() query: NotificationQuery,
    @WantsCsv() csv: boolean,
  ): Promise<NotificationPage | CsvAnswer> {
    return answerList(tx, notificationList(query), query, csv, (row) => NotificationView.from(row));
  }
}

const COLUMNS = ['id', 'at', 'party', 'kind', 'dispute', 'mandate', 'work', 'due'];

function notificationList({ party, kind }: NotificationQuery): ListPlan<NotificationRow> {
  return {
    select: `select n.notification_id as id, n.notified_at as at, p.code as party, n.kind, n.dispute_id::text as dispute,
        m.code as mandate, w.code as work, n.due::text as due
      from repertoire.notification n
      join repertoire.party p on p.party_id = n.party_id
      left join repertoire.mandate m on m.mandate_id = n.mandate_id
      left join repertoire.dispute d on d.dispute_id = n.dispute_id
      left join repertoire.work w on w.work_id = d.work_id
      where ($1::text is null or p.code = $1) and ($2::text is null or n.kind = $2)`,
    parameters: [party ?? null, kind ?? null],
    // Numbers are given in the order of time, and need no second column to tell equal times apart.
    sorts: { at: { column: 'id', type: 'bigint' } },
    id: { column: 'id', type: 'bigint' },
    csv: {
      name: 'notifications.csv',
      columns: COLUMNS,
      cells: ({ id, at, party: told, kind: what, dispute, mandate, work, due }) => [
        ...[id, at.toISOString(), told, what, dispute, mandate, work, due],
      ],
    },
  };
}
