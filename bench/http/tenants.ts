import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app/app.module.js';
import { dataSourceFor } from '../../src/app/data-source.js';
import { migrate } from '../../src/app/schema.js';
import { AccountsService, type Role } from '../../src/identity/index.js';
import { LicencesService } from '../../src/licensing/index.js';
import { USE_TYPES } from '../../src/kernel/vocabulary.js';
import { Database } from '../../src/platform/database/database.js';
import { allowLogin } from '../../src/platform/database/server/index.js';

export interface Credentials {
  id: string;
  secret: string;
}

/** A society with an officer's client, and a licensee's whose one licence permits everything. */
export interface Tenant {
  name: string;
  officer: Credentials;
  licensee: Credentials;
}

/** The id of the licence of each tenant. */
export const LICENCE = 'ALL';
export const YEAR = { start: '2024-01-01', end: '2024-12-31' };

/** @param url of the database as its owner, which gets its schema here */
export async function makeTenants(url: string, names: readonly string[]): Promise<Tenant[]> {
  const dataSource = await dataSourceFor(url).initialize();
  await migrate(dataSource);
  const context = await NestFactory.createApplicationContext(AppModule.on(dataSource), { logger: ['error'] });
  try {
    const database = context.get(Database, { strict: false });
    const accounts = context.get(AccountsService, { strict: false });
    const licences = context.get(LicencesService, { strict: false });
    const tenants: Tenant[] = [];
    for (const name of names) {
      const [{ society }] = await dataSource.query<[{ society: number }]>(
        'select identity.make_society($1, false) as society',
        [name],
      );
      const tenant = await database.write(society, async (tx) => {
        await licences.add(tx, society, [
          {
            ...{ code: LICENCE, licensee: 'Stream', useTypes: [...USE_TYPES], currency: 'EUR', metric: 'views' },
            ...{ territoriesExcept: true, territoryCodes: [], validFrom: YEAR.start, validTo: YEAR.end },
          },
        ]);
        const licenseeId = (await licences.licensees(tx, society)).get('Stream')!;
        const client = (role: Role, of: number | null) =>
          accounts.addClient(
            tx,
            { society, actor: 'cli:bench' },
            { name: role, roles: [role], licenseeId: of, partyId: null },
          );
        return { name, officer: await client('RO', null), licensee: await client('L', licenseeId) };
      });
      tenants.push(tenant);
    }
    return tenants;
  } finally {
    await context.close();
    await dataSource.destroy();
  }
}

/** A role of this server that the service may log in as. */
export async function makeLogin(owner: string): Promise<string> {
  const dataSource = await dataSourceFor(owner).initialize();
  await dataSource.query(`create role bench_login login noinherit password 'bench'`);
  await dataSource.query(allowLogin('bench_login'));
  await dataSource.destroy();
  return Object.assign(new URL(owner), { username: 'bench_login', password: 'bench' }).href;
}

export async function tokenFor(url: string, { id, secret }: Credentials): Promise<string> {
  const answer = await fetch(`${url}/v1/oauth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
