import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import { CalendarService } from './calendar.service.js';
import { CalendarView } from './calendar.dto.js';

@ApiTags('repertoire')
@Controller('v1/repertoire/calendar')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  /** Has the calendar followed: ends mandates and expires disputes whose last day is over. Sent daily, it suffices. */
  @Post()
  @HttpCode(200)
  @MayCall('RO')
  follow(@InTx() tx: Tx, @By() actor: Actor): Promise<CalendarView> {
    return this.calendar.follow(tx, actor);
  }
}
