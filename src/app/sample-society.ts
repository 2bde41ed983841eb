import type { INestApplicationContext } from '@nestjs/common';
import { AccountsService, type Doer, type Role } from '../identity/index.js';
import { LicencesService, ScopesService, TariffsService, TariffVersionsService } from '../licensing/index.js';
import type { Tx } from '../platform/database/database.js';
import { ProfileService } from '../profile/index.js';
import { ClaimsService, PartiesService, WorksService } from '../repertoire/index.js';

const WORLD = { except: true, codes: [] };
const LICENSEE = 'Sample Platform';

/** The streaming tariff of docs/licensing.md. */
const TARIFF = {
  right: 'making_available',
  useTypes: ['svod'],
  currency: 'EUR',
  territories: WORLD,
  formula: {
    kind: 'revenue_share',
    inputs: [
      { name: 'revenue', label: 'revenue of the service, in euros', kind: 'decimal' },
      { name: 'subscriber_months', label: 'subscribers, summed over months', kind: 'whole' },
    ],
    revenue: 'revenue',
    percent: '3.5',
    minimum: { amount: '0.10', per: ['subscriber_months'] },
  },
} as const;

const PARTIES = [
  { code: 'sample-producer', name: 'Sample Producer', kind: 'organisation', country: 'FR', payoutCurrency: 'EUR' },
  { code: 'sample-director', name: 'Sample Director', kind: 'person', country: 'FR', payoutCurrency: 'EUR' },
] as const;

const WORKS = [
  {
    code: 'paper-kite',
    titles: ['纸鸢', 'The Paper Kite', 'Le Cerf-volant de papier'],
    workType: 'feature',
    year: 2019,
  },
  { code: 'salt-road', titles: ['盐路', 'Salt Road'], workType: 'documentary', year: 2021 },
  { code: 'quai', titles: ["Le Quai des brumes d'été", 'Summer Mist'], workType: 'feature', year: 2018 },
] as const;

export interface SampleClient {
  client_id: string;
  client_secret: string;
}

/** Who acts in the sandbox: the platform, and for the society one who makes and another who approves. */
export interface SampleClients {
  platform: SampleClient;
  officer: SampleClient;
  approver: SampleClient;
}

/**
 * Puts into an empty sandbox what a platform needs to try a licence and a report: works with their claims, a tariff in
 * force, a licensee, and clients for both sides, so that nobody has to be waited for.
 */
export async function furnishSample(tx: Tx, application: INestApplicationContext, doer: Doer): Promise<SampleClients> {
  const service = <T>(type: new (...needs: never[]) => T): T => application.get(type, { strict: false });
  const { society } = doer;
  await addRepertoire(tx, society, service);
  await service(LicencesService).addLicensees(tx, society, [LICENSEE]);
  const licenseeId = (await service(LicencesService).licensees(tx, society)).get(LICENSEE)!;
  const client = async (name: string, roles: readonly Role[], of: number | null): Promise<SampleClient> => {
    const made = await service(AccountsService).addClient(tx, doer, { name, roles, licenseeId: of, partyId: null });
    return { client_id: made.id, client_secret: made.secret };
  };
  const clients = {
    platform: await client(LICENSEE, ['L'], licenseeId),
    officer: await client('Sample officer', ['RO', 'LO', 'DO', 'FO'], null),
    approver: await client('Sample approver', ['AP', 'SV'], null),
  };
  await publishTariff(tx, society, clients, service);
  return clients;
}

type Find = <T>(type: new (...needs: never[]) => T) => T;

async function addRepertoire(tx: Tx, society: number, service: Find): Promise<void> {
  const unknown = { isni: null, ipiNameNumber: null };
  const parties = await service(PartiesService).add(
    tx,
    society,
    PARTIES.map((party) => ({ ...party, ...unknown })),
  );
  const works = await service(WorksService).add(
    tx,
    society,
    WORKS.map((work) => ({ ...work, runtimeMinutes: null, identifiers: {} })),
  );
  const shares = { 'sample-producer': '66.666667', 'sample-director': '33.333333' };
  const claims = WORKS.flatMap(({ code }) =>
    PARTIES.map((party) => ({
      ...{ code: `${code}-${party.code}`, workId: works.get(code)!, partyId: parties.get(party.code)! },
      ...({ right: 'making_available', share: shares[party.code], role: null, status: 'asserted' } as const),
      ...{ territoriesExcept: true, territoryCodes: [], validFrom: null, validTo: null },
    })),
  );
  await service(ClaimsService).add(tx, claims);
}

async function publishTariff(tx: Tx, society: number, clients: SampleClients, service: Find): Promise<void> {
  const year = new Date().getUTCFullYear();
  const validFrom = `${year}-01-01`;
  const officer = { userId: `client:${clients.officer.client_id}`, roles: ['licensing_officer'] } as const;
  const approver = { userId: `client:${clients.approver.client_id}`, roles: ['approver'] } as const;
  const follow = { jurisdiction: 'EU', validFrom, reason: 'a sandbox' } as const;
  await service(ProfileService).follow(tx, approver.userId, follow);
  const scope = { right: TARIFF.right, territories: WORLD, validFrom, source: 'a sandbox' } as const;
  await service(ScopesService).record(tx, approver, scope);
  const tariffId = await service(TariffsService).create(tx, officer, 'streaming', 'Streaming (sample)');
  const adopted = { resolutionNumber: 'sample', resolutionOn: `${year - 1}-12-01` };
  const versions = service(TariffVersionsService);
  const versionId = await versions.draft(tx, society, officer, { ...TARIFF, tariffId, ...adopted });
  await versions.submit(tx, society, officer, versionId, 'a sample');
  await versions.publish(tx, society, approver, versionId, { validFrom, reason: 'a sample' });
}
