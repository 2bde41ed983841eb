import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { DistributionHttpModule } from '../../distribution/http.js';
import { FolderHttpModule } from '../../folder/http.js';
import { AccessGuard, IdentityHttpModule } from '../../identity/http.js';
import { LicensingHttpModule } from '../../licensing/http.js';
import { MatchingHttpModule } from '../../matching/http.js';
import { DatabaseModule } from '../../platform/database/database.module.js';
import { ServiceSettings } from '../../platform/http/service-settings.js';
import { JobsModule } from '../../platform/jobs/jobs.module.js';
import { TransactionInterceptor } from '../../platform/http/transaction.interceptor.js';
import { ProfileHttpModule } from '../../profile/http.js';
import { ProtectionHttpModule } from '../../protection/http.js';
import { RepertoireHttpModule } from '../../repertoire/http.js';
import { MoneyAtStake } from '../../repertoire/index.js';
import { UsageHttpModule } from '../../usage/http.js';
import { HeldStakes, StatementsHttpModule } from '../../statements/http.js';
import { JobKindsModule } from '../jobs/job-kinds.module.js';
import { WebhooksHttpModule } from '../../webhooks/http.js';
import { webhookSettings } from '../webhook-settings.module.js';
import { HealthController } from './health.controller.js';
import { JobsController } from './jobs.controller.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** The modules with operations over HTTP, and what stands before each of them. */
@Module({})
export class HttpModule {
  /** @param dataSource logged in as a role that can only become those that work on rows */
  static on(dataSource: DataSource, settings: ServiceSettings, webhooksToLocalhost: boolean): DynamicModule {
    return {
      module: HttpModule,
      imports: [
        DatabaseModule.on(dataSource),
        { module: SettingsModule, global: true, providers: [provided(settings)], exports: [ServiceSettings] },
        StakesModule,
        webhookSettings(webhooksToLocalhost),
        IdentityHttpModule,
        ProfileHttpModule,
        RepertoireHttpModule,
        LicensingHttpModule,
        UsageHttpModule,
        MatchingHttpModule,
        DistributionHttpModule,
        StatementsHttpModule,
        FolderHttpModule,
        ProtectionHttpModule,
        WebhooksHttpModule,
        JobsModule,
        JobKindsModule,
      ],
      controllers: [HealthController, JobsController],
      providers: [
        Metrics,
        Readiness,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: TransactionInterceptor },
      ],
    };
  }
}

@Module({})
class SettingsModule {}

/** The repertoire asks how much is at stake; what knows money reads the repertoire, so that the two meet here. */
@Global()
@Module({ providers: [{ provide: MoneyAtStake, useClass: HeldStakes }], exports: [MoneyAtStake] })
class StakesModule {}

const provided = (settings: ServiceSettings) => ({ provide: ServiceSettings, useValue: settings });
