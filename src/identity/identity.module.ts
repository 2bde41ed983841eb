import { Module } from '@nestjs/common';
import { SocietiesService } from './societies.service.js';

@Module({ providers: [SocietiesService], exports: [SocietiesService] })
export class IdentityModule {}
