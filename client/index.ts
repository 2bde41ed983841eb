import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './openapi.js';

/** Views and bodies of the API, by the names that the OpenAPI document has for them. */
export type Schemas = components['schemas'];

/** Each operation of the API by its path, typed: what it takes, what it gives, and the problem when it refuses. */
export type Cineledger = Client<paths, Json>;
type Json = 'application/json' | 'application/problem+json';

export interface Credentials {
  /** Where the service is, without a slash at the end. */
  url: string;
  /** As `cineledger client add` printed them. */
  clientId: string;
  clientSecret: string;
}

/** A token is replaced so long before its end. */
const EARLY_MS = 30_000;

/**
 * A client that gets its tokens by itself. A POST takes an Idempotency-Key of yours: new for each thing to be done, the
 * same when you send it again because no answer came.
 * @throws CineledgerRefusal from any call, if the credentials are refused
 */
export function connect({ url, clientId, clientSecret }: Credentials): Cineledger {
  const client = createClient<paths, Json>({ baseUrl: url });
  const anonymous = createClient<paths, Json>({ baseUrl: url });
  let token = { text: '', until: 0 };
  const authorize: Middleware = {
    async onRequest({ request }) {
      if (token.until - EARLY_MS < Date.now()) {
        const body = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
        const { access_token: text, expires_in: seconds } = given(await anonymous.POST('/v1/oauth/token', { body }));
        token = { text, until: Date.now() + seconds * 1000 };
      }
      request.headers.set('Authorization', `Bearer ${token.text}`);
      return request;
    },
  };
  client.use(authorize);
  return client;
}

/** What an operation gave. @throws CineledgerRefusal if it refused */
export function given<T>({ data, error }: { data?: T; error?: Schemas['Problem'] | undefined }): NonNullable<T> {
  if (error !== undefined) throw new CineledgerRefusal(error);
  return data!;
}

/** What the service refused, as it said it. */
export class CineledgerRefusal extends Error {
  override readonly name = 'CineledgerRefusal';

  constructor(readonly problem: Schemas['Problem']) {
    super(problem.detail);
  }
}
