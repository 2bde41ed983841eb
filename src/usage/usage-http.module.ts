import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { ReportDutiesController } from './duties/report-duties.controller.js';
import { ReportDesk } from './reports/report-desk.js';
import { UsageReportsController } from './reports/usage-reports.controller.js';
import { UsageModule } from './usage.module.js';

@Module({
  imports: [IdentityModule, JobsModule, UsageModule],
  controllers: [UsageReportsController, ReportDutiesController],
  providers: [ReportDesk],
})
export class UsageHttpModule {}
