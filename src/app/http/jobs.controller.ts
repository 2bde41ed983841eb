import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { jobList, JobPage, JobQuery } from './jobs.dto.js';

@ApiTags('jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  /** Lists work that is done after its answer went out, the newest first. A platform and a holder see their own. */
  @Get()
  @MayCall(...OFFICERS, 'L', 'H')
  @ListAnswer(JobPage)
  list(@InTx() tx: Tx, @Query() query: JobQuery, @WantsCsv() csv: boolean): Promise<JobPage | CsvAnswer> {
    return answerList(tx, jobList(query), query, csv, (job) => JobView.from(job));
  }

  /** Says how far a job is, and what came of it. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L', 'H')
  async get(@InTx() tx: Tx, @Param('id') id: string): Promise<JobView> {
    return JobView.from(await this.jobs.get(tx, id));
  }
}
