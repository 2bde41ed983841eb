import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DataSource } from 'typeorm';
import { dataSourceFor } from '../../src/app/data-source.js';
import { JobKinds } from '../../src/app/jobs/job-kinds.module.js';
import type { Worker } from '../../src/platform/jobs/worker.js';
import { createHttpApp, type HttpOptions } from '../../src/app/http/create-http-app.js';
import { TokensService } from '../../src/identity/clients/tokens.service.js';
import { AccountsService, type Role } from '../../src/identity/index.js';
import { ServiceSettings } from '../../src/platform/http/service-settings.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { newSociety } from './society.js';

export class TestSettings extends ServiceSettings {
  constructor(readonly publicUrl = 'http://rights.test') {
    super();
  }
}

export interface Sent {
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** The Idempotency-Key; a POST with a token gets a new one by itself. */
  key?: string;
}

/** What came back; `json` is what the body says, if it is JSON. */
export interface Received {
  status: number;
  headers: Headers;
  text: string;
  // Tests look into answers of every form.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** The service in the process of the test, listening on a port, on a database of its own. */
export class TestService {
  #worker: Worker | undefined;

  private constructor(
    readonly db: TestDatabase,
    readonly dataSource: DataSource,
    readonly app: NestExpressApplication,
    readonly url: string,
  ) {}

  static async start(changes: Partial<HttpOptions> = {}): Promise<TestService> {
    const db = await cloneDatabase();
    const dataSource = await dataSourceFor(db.loginUrl).initialize();
    const options = {
      settings: new TestSettings(),
      trustedProxies: 0,
      requestsAMinute: 1_000_000,
      webhooksToLocalhost: true,
      levels: [],
    };
    const app = await createHttpApp(dataSource, { ...options, ...changes });
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new TestService(db, dataSource, app, `http://127.0.0.1:${port}`);
  }

  get accounts(): AccountsService {
    return this.app.get(AccountsService, { strict: false });
  }

  society(name: string, sandbox = false): Promise<number> {
    return newSociety(this.db.dataSource, name, sandbox);
  }

  /** A client of the society and a token for it. */
  async token(society: number, roles: Role[], of: { licenseeId?: number; partyId?: number } = {}): Promise<string> {
    const { id, secret } = await this.db.database.write(society, (tx) =>
      this.accounts.addClient(
        tx,
        { society, actor: 'cli:test' },
        {
          ...{ name: `client ${Math.random()}`, roles },
          ...{ licenseeId: of.licenseeId ?? null, partyId: of.partyId ?? null },
        },
      ),
    );
    // Not over HTTP, where one address gets so many a minute.
    return (await this.app.get(TokensService, { strict: false }).issue(id, secret, 'test')).token;
  }

  person(society: number, email: string, password: string, roles: Role[]): Promise<void> {
    const account = { email, password, roles, licenseeId: null, partyId: null };
    return this.db.database.write(society, (tx) =>
      this.accounts.addPerson(tx, { society, actor: 'cli:test' }, account),
    );
  }

  async call(method: string, path: string, { token, headers = {}, body, key }: Sent = {}): Promise<Received> {
    const idempotencyKey = key ?? (method === 'POST' && token !== undefined ? `key-${Math.random()}` : undefined);
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
        ...headers,
      },
      body:
        body === undefined
          ? null
          : typeof body === 'string' || body instanceof Uint8Array
            ? body
            : JSON.stringify(body),
    });
    const text = await answer.text();
    const json = /[/+]json/.test(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : undefined;
    return { status: answer.status, headers: answer.headers, text, json };
  }

  /** Has jobs done until the service stops. */
  async work(): Promise<void> {
    this.#worker = await this.app.get(JobKinds, { strict: false }).work(this.db.loginUrl);
  }

  /** What an answer with 202 promised, once it is done or has failed. */
  async ended(accepted: Received, token: string): Promise<Received> {
    for (;;) {
      const job = await this.call('GET', accepted.headers.get('Location')!, { token });
      if (job.json.endedAt !== null) return job;
      await sleep(20);
    }
  }

  async stop(): Promise<void> {
    await this.#worker?.stop(5_000);
    await this.app.close();
    await this.dataSource.destroy();
    await this.db.drop();
  }
}
