import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app/app.module.js';
import type { Right, UseType } from '../../src/kernel/vocabulary.js';
import {
  type Actor,
  ApplicationsService,
  CertificatesService,
  type Grant,
  GrantsService,
  LicencesService,
  type NewGrant,
  type NewQuote,
  type Quote,
  QuotesService,
  ScopesService,
  TariffsService,
  TariffVersionsService,
} from '../../src/licensing/index.js';
import type { Tx } from '../../src/platform/database/database.js';
import { ProfileService } from '../../src/profile/index.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { PROJECT } from './project.js';
import { newSociety } from './society.js';

export const WORLD = { except: true, codes: [] };
export const OFFICER: Actor = { userId: 'lin', roles: ['licensing_officer'] };
export const APPROVER: Actor = { userId: 'wang', roles: ['approver'] };
/** May make and approve, so that only the rule that these are two people stops it. */
export const BOTH: Actor = { userId: 'zhou', roles: ['licensing_officer', 'approver'] };

/** A tariff of docs/licensing.md, with the example that is computed there. */
export interface DocumentedTariff {
  tariff: string;
  right: Right;
  useTypes: UseType[];
  currency: string;
  formula: unknown;
  example: { inputs: Record<string, string>; fee: string };
}

export function documentedTariffs(): DocumentedTariff[] {
  const text = readFileSync(join(PROJECT, 'docs', 'licensing.md'), 'utf8');
  return [...text.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, json]) => JSON.parse(json!) as DocumentedTariff);
}

/** The day that it is in a society on the other side of the date line, where no day has begun too early. */
export function earliestToday(): string {
  return new Date(Date.now() - 12 * 3_600_000).toISOString().slice(0, 10);
}

/** A society that can license: profile, scope, the documented tariffs in force since 2020, and two licensees. */
export class LicensingHouse {
  readonly today = earliestToday();

  private constructor(
    readonly db: TestDatabase,
    readonly society: number,
    readonly services: Awaited<ReturnType<typeof startServices>>,
  ) {}

  static async open(jurisdiction: 'CN' | 'EU' = 'CN'): Promise<LicensingHouse> {
    const db = await cloneDatabase();
    const society = await newSociety(db.dataSource, 'Film Society');
    const house = new LicensingHouse(db, society, await startServices(db));
    await house.act(async (tx) => {
      const { profile, licences } = house.services;
      await profile.follow(tx, 'wang', { jurisdiction, validFrom: '2020-01-01', reason: 'seat of the society' });
      await licences.addLicensees(tx, society, ['Stream', 'Rail']);
      await house.#approveScope(tx);
      for (const tariff of documentedTariffs()) await house.#publish(tx, tariff);
    });
    return house;
  }

  /** Runs in a transaction of the society, as the application. */
  act<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.database.write(this.society, work);
  }

  /** The person who acts for a licensee. */
  async licensee(name = 'Stream'): Promise<Actor & { licenseeId: number }> {
    const known = await this.act((tx) => this.services.licences.licensees(tx, this.society));
    return { userId: `person of ${name}`, roles: ['licensee'], licenseeId: known.get(name)! };
  }

  /** A quote on a documented tariff, with the figures of its example. */
  async quote(tariffCode: string, changes: Partial<NewQuote> = {}): Promise<Quote> {
    const { licenseeId } = await this.licensee();
    return this.act(async (tx) => {
      const tariffs = await this.services.tariffs.find(tx, this.society, { day: this.today });
      const { tariffVersionId } = tariffs.find(({ code }) => code === tariffCode)!;
      const { inputs } = documentedTariffs().find(({ tariff }) => tariff === tariffCode)!.example;
      const wanted = { licenseeId, tariffVersionId, inputs, ...changes };
      return this.services.quotes.make(tx, this.society, OFFICER, wanted, this.today);
    });
  }

  /** A draft for rental in China in 2026, on a fresh quote. */
  async draft(code: string, changes: Partial<NewGrant> = {}): Promise<Grant> {
    const quoteId = changes.quoteId ?? (await this.quote('cfca-rental')).quoteId;
    const grant: NewGrant = {
      ...{ code, quoteId, useTypes: ['rental'], territories: { except: false, codes: ['CN'] } },
      ...{ validFrom: '2026-01-01', validTo: '2026-12-31', metric: 'views', exclusive: false, reportEveryMonths: 3 },
      statementConsent: null,
      ...changes,
    };
    return this.act((tx) => this.services.grants.draft(tx, this.society, OFFICER, grant, 'as asked for'));
  }

  /** An offer of such a draft. */
  async offer(code: string, changes: Partial<NewGrant> = {}): Promise<Grant> {
    const { licenceId } = await this.draft(code, changes);
    return this.act((tx) => this.services.grants.offer(tx, this.society, OFFICER, licenceId, 'terms agreed'));
  }

  /** A licence that was accepted. */
  async active(code: string, changes: Partial<NewGrant> = {}): Promise<Grant> {
    const { licenceId, quoteId } = await this.offer(code, changes);
    const licensee = await this.licensee();
    return this.act(async (tx) => {
      const { sha256 } = await this.services.quotes.byId(tx, this.society, quoteId!);
      await this.services.grants.accept(tx, this.society, licensee, licenceId, sha256);
      return this.services.grants.byId(tx, this.society, licenceId);
    });
  }

  async close(): Promise<void> {
    await this.services.context.close();
    await this.db.drop();
  }

  async #approveScope(tx: Tx): Promise<void> {
    const rights = ['making_available', 'public_screening', 'rental'] as const;
    for (const right of rights) {
      const scope = { right, territories: { except: false, codes: ['CN', 'HK', 'FR'] }, validFrom: '2020-01-01' };
      await this.services.scopes.record(tx, APPROVER, { ...scope, source: 'approval of the authority' });
    }
  }

  async #publish(tx: Tx, { tariff, right, useTypes, currency, formula }: DocumentedTariff): Promise<void> {
    const { tariffs, versions } = this.services;
    const tariffId = await tariffs.create(tx, OFFICER, tariff, `Tariff ${tariff}`);
    const adopted = { resolutionNumber: '2019-7', resolutionOn: '2019-11-02' };
    const version = { tariffId, right, useTypes, territories: WORLD, currency, formula, ...adopted };
    const versionId = await versions.draft(tx, this.society, OFFICER, version);
    await versions.submit(tx, this.society, OFFICER, versionId, 'adopted by the members');
    await versions.publish(tx, this.society, APPROVER, versionId, { validFrom: '2020-01-01', reason: 'as adopted' });
  }
}

async function startServices(db: TestDatabase) {
  const context = await NestFactory.createApplicationContext(AppModule.on(db.dataSource), { logger: ['error'] });
  return {
    context,
    profile: context.get(ProfileService, { strict: false }),
    scopes: context.get(ScopesService, { strict: false }),
    tariffs: context.get(TariffsService, { strict: false }),
    versions: context.get(TariffVersionsService, { strict: false }),
    quotes: context.get(QuotesService, { strict: false }),
    applications: context.get(ApplicationsService, { strict: false }),
    grants: context.get(GrantsService, { strict: false }),
    certificates: context.get(CertificatesService, { strict: false }),
    licences: context.get(LicencesService, { strict: false }),
  };
}
