import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProfileController } from './profile.controller.js';
import { ProfileModule } from './profile.module.js';

@Module({ imports: [IdentityModule, ProfileModule], controllers: [ProfileController] })
export class ProfileHttpModule {}
