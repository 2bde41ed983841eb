import { Module } from '@nestjs/common';
import { LicencesService } from './licences.service.js';

@Module({ providers: [LicencesService], exports: [LicencesService] })
export class LicensingModule {}
