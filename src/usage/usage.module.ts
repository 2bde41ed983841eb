import { Module } from '@nestjs/common';
import { LicensingModule } from '../licensing/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { RemindTask } from './duties/remind.task.js';
import { ReportsService } from './reports.service.js';
import { ValidateReportJob } from './reports/validate-report.job.js';
import { UsageService } from './usage.service.js';

@Module({
  imports: [LicensingModule, WebhooksModule],
  providers: [ReportsService, UsageService, ValidateReportJob, RemindTask],
  exports: [ReportsService, UsageService, ValidateReportJob, RemindTask],
})
export class UsageModule {}
