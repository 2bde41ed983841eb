import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../identity/http.js';
import { PublicDoor } from '../../identity/index.js';
import { answerList } from '../../platform/http/list.js';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { publicList, publicView } from './public-list.js';
import { PublicPage, PublicQuery } from './public.dto.js';

@ApiTags('public')
@Controller('v1/public/works')
@OwnTransactions()
export class PublicController {
  constructor(private readonly door: PublicDoor) {}

  /**
   * Finds works of a society by title, for everybody: titles, the rights it manages, their holders, and the terms of their
   * mandates.
   */
  @Get()
  @Public()
  search(@Query() query: PublicQuery): Promise<PublicPage> {
    return this.door.read(
      query.society,
      async (tx) => (await answerList(tx, publicList(query), query, false, publicView)) as PublicPage,
    );
  }
}
