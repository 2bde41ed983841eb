import { Module } from '@nestjs/common';
import { LicensingModule } from '../licensing/index.js';
import { UsageService } from './usage.service.js';

@Module({ imports: [LicensingModule], providers: [UsageService], exports: [UsageService] })
export class UsageModule {}
