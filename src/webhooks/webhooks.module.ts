import { Module } from '@nestjs/common';
import { AnnouncementsService } from './announcements.service.js';

/** For modules in which something happens. */
@Module({ providers: [AnnouncementsService], exports: [AnnouncementsService] })
export class WebhooksModule {}
