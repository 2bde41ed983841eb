import { Injectable } from '@nestjs/common';
import { DistributionRegister, type DistributionView } from '../../distribution/http.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { PostingNews } from './posting-news.js';
import { IssuerService } from '../issued/issuer.service.js';

/** Posting and issuing are one: no distribution is in the books whose parties have no statement of it. */
@Injectable()
export class PostingService {
  constructor(
    private readonly distributions: DistributionRegister,
    private readonly issuer: IssuerService,
    private readonly news: PostingNews,
  ) {}

  /** @throws what DistributionService.post throws */
  async post(tx: Tx, actor: Actor, id: string): Promise<DistributionView> {
    const posted = await this.distributions.post(tx, actor, id);
    const run = { society: actor.scope.society, distributionId: Number(posted.id) };
    await (posted.reverses === null
      ? this.issuer.issue(tx, run, posted.adjusts === null ? null : Number(posted.adjusts))
      : this.issuer.issueReversing(tx, run, Number(posted.reverses)));
    await this.news.tell(tx, posted);
    return posted;
  }
}
