import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DistributionView } from '../../distribution/http.js';
import { By, MayCall } from '../../identity/http.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import { PostingService } from './posting.service.js';

@ApiTags('distributions')
@Controller('v1/distributions')
export class PostingController {
  constructor(private readonly posting: PostingService) {}

  /** Puts an approved distribution into the books and issues its statements. Of many attempts one succeeds. */
  @Post(':id/posting')
  @HttpCode(200)
  @MayCall('FO')
  post(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<DistributionView> {
    return this.posting.post(tx, actor, id);
  }
}
