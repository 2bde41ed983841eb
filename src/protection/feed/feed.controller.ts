import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../../identity/http.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { FeedPage, FeedQuery, LookUpQuery, LookUpView } from './feed.dto.js';
import { FeedDesk } from './feed-desk.js';

@ApiTags('public')
@Controller('v1/public')
@OwnTransactions()
export class FeedController {
  constructor(private readonly desk: FeedDesk) {}

  /**
   * Gives the early-warning list of a society, for everybody: what is listed and what has changed since `after`. Poll it with
   * `after` and If-None-Match; 304 says that nothing is new.
   */
  @Get('listings')
  @Public()
  @ListAnswer(FeedPage)
  read(
    @Query() query: FeedQuery,
    @WantsCsv() csv: boolean,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FeedPage | string | undefined> {
    return this.desk.read(query, csv, request, response);
  }

  /** Says whether a film is on the list now, by an identifier or by a title, like ones too. */
  @Get('listed')
  @Public()
  lookUp(@Query() query: LookUpQuery): Promise<LookUpView> {
    return this.desk.lookUp(query);
  }
}
