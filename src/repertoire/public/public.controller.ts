import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../identity/http.js';
import { SocietiesService, societyNotFound } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import { answerList } from '../../platform/http/list.js';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { publicList, publicView } from './public-list.js';
import { PublicPage, PublicQuery } from './public.dto.js';

@ApiTags('public')
@Controller('v1/public/works')
@OwnTransactions()
export class PublicController {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
  ) {}

  /**
   * Finds works of a society by title, for everybody: titles, the rights it manages, their holders, and the terms of their
   * mandates.
   */
  @Get()
  @Public()
  async search(@Query() query: PublicQuery): Promise<PublicPage> {
    const society = await this.database.read(undefined, (tx) => this.societies.require(tx, query.society));
    return this.database.read({ society, audience: 'public' }, async (tx) => {
      // A sandbox is there for its owners: to the public it is not known.
      if (!(await this.societies.isVisible(tx))) throw societyNotFound(query.society);
      return (await answerList(tx, publicList(query), query, false, publicView)) as PublicPage;
    });
  }
}
