import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { NotificationPage, NotificationQuery } from './notification.dto.js';
import { notificationList, notificationView } from './notification-list.js';

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
    return answerList(tx, notificationList(query), query, csv, notificationView);
  }
}
