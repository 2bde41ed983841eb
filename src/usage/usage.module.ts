import { Module } from '@nestjs/common';
import { LicensingModule } from '../licensing/index.js';
import { ReportsService } from './reports.service.js';
import { UsageService } from './usage.service.js';

@Module({
  imports: [LicensingModule],
  providers: [ReportsService, UsageService],
  exports: [ReportsService, UsageService],
})
export class UsageModule {}
