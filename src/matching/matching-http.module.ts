import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { DecisionRegister } from './decisions/decision-register.js';
import { MatchesController } from './decisions/matches.controller.js';
import { MatchingModule } from './matching.module.js';

@Module({ imports: [IdentityModule, MatchingModule], controllers: [MatchesController], providers: [DecisionRegister] })
export class MatchingHttpModule {}
