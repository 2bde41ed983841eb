import { Module } from '@nestjs/common';
import { DistributionHttpModule } from '../distribution/http.js';
import { DistributionModule } from '../distribution/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { HeldController } from './held/held.controller.js';
import { IssuerService } from './issued/issuer.service.js';
import { PageService } from './issued/page.service.js';
import { StatementRegister } from './issued/statement-register.js';
import { StatementsController } from './issued/statements.controller.js';
import { PostingNews } from './posting/posting-news.js';
import { PostingController } from './posting/posting.controller.js';
import { PostingService } from './posting/posting.service.js';
import { StatementsModule } from './statements.module.js';

@Module({
  imports: [WebhooksModule, StatementsModule, DistributionModule, DistributionHttpModule],
  controllers: [StatementsController, HeldController, PostingController],
  providers: [IssuerService, PageService, StatementRegister, PostingService, PostingNews],
})
export class StatementsHttpModule {}
