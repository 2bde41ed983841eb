import { Module } from '@nestjs/common';
import { AccountsService } from './accounts/accounts.service.js';
import { AttemptsService } from './accounts/attempts.service.js';
import { PasswordsService } from './accounts/passwords.service.js';
import { SecondFactorService } from './accounts/second-factor.service.js';
import { AuditService } from './audit/audit.service.js';
import { PublicDoor } from './public-door.js';
import { SocietiesService } from './societies.service.js';

/** What commands and other modules need of societies and accounts. IdentityHttpModule adds how they log in. */
@Module({
  providers: [
    SocietiesService,
    PublicDoor,
    AccountsService,
    PasswordsService,
    AttemptsService,
    SecondFactorService,
    AuditService,
  ],
  exports: [
    SocietiesService,
    PublicDoor,
    AccountsService,
    PasswordsService,
    AttemptsService,
    SecondFactorService,
    AuditService,
  ],
})
export class IdentityModule {}
