import { Module } from '@nestjs/common';
import { JobsService } from './jobs.service.js';

/** For modules that ask for jobs. Who does them is put together in app/jobs. */
@Module({ providers: [JobsService], exports: [JobsService] })
export class JobsModule {}
