import { Module } from '@nestjs/common';
import { AuditController } from './audit/audit.controller.js';
import { OauthController } from './clients/oauth.controller.js';
import { SigningKeysService } from './clients/signing-keys.service.js';
import { TokensService } from './clients/tokens.service.js';
import { IdentityModule } from './identity.module.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionsService } from './sessions/sessions.service.js';

@Module({
  imports: [IdentityModule],
  controllers: [SessionController, OauthController, AuditController],
  providers: [SessionsService, TokensService, SigningKeysService],
  exports: [SessionsService, TokensService, SigningKeysService],
})
export class IdentityHttpModule {}
