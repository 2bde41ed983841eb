import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Database } from '../../platform/database/database.js';
import { ServiceSettings } from '../../platform/http/service-settings.js';
import { type Actor, actorOf } from '../access/actor.js';
import { AttemptsService } from '../accounts/attempts.service.js';
import { clientRefused, tokenInvalid } from '../identity.errors.js';
import type { Role } from '../roles.js';
import { ApiClient } from './api-client.entity.js';
import { isSecretOf } from './client-secrets.js';
import { ALGORITHM, SigningKeysService } from './signing-keys.service.js';
import { TOKEN_MINUTES } from './token-minutes.js';

const AUDIENCE = 'cineledger';

/** What a token says beside its subject, the client. */
interface Claims {
  society: number;
  roles: Role[];
  licensee: number | null;
  party: number | null;
}

/** Tokens of API clients (OAuth 2, client credentials). They are checked without a look at the database. */
@Injectable()
export class TokensService {
  constructor(
    private readonly database: Database,
    private readonly keys: SigningKeysService,
    private readonly attempts: AttemptsService,
    private readonly settings: ServiceSettings,
  ) {}

  /** @throws client-refused, too-many-attempts */
  async issue(clientId: string, secret: string, address: string): Promise<{ token: string; seconds: number }> {
    const [, society] = /^([1-9][0-9]{0,8})\.[A-Za-z0-9_-]{1,100}$/.exec(clientId) ?? [];
    if (society === undefined) throw clientRefused();
    const client = await this.database.write(Number(society), async (tx) => {
      const found = await tx.findOneBy(ApiClient, { clientId, societyId: Number(society) });
      // A number that no society has cannot be counted against one.
      if (found === null) return undefined;
      await this.attempts.begin(tx, { account: clientId, address });
      return (await isSecretOf(tx, clientId, secret)) ? found : undefined;
    });
    if (client === undefined || client.revokedAt !== null) throw clientRefused();
    await this.database.write(Number(society), (tx) => this.attempts.succeed(tx, { account: clientId, address }));
    return { token: await this.#sign(client, Number(society)), seconds: TOKEN_MINUTES * 60 };
  }

  /** @throws token-invalid */
  async verify(token: string): Promise<Actor> {
    try {
      const { payload } = await jwtVerify<Claims>(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? undefined : await this.keys.toVerify(kid);
          if (key === undefined) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        {
          algorithms: [ALGORITHM],
          audience: AUDIENCE,
          issuer: this.settings.publicUrl,
          requiredClaims: ['sub', 'exp'],
        },
      );
      const { sub, society, roles, licensee, party } = payload;
      return actorOf(`client:${sub}`, society, { roles, licenseeId: licensee, partyId: party });
    } catch (error) {
      if (error instanceof errors.JOSEError) throw tokenInvalid(error);
      throw error;
    }
  }

  async #sign({ clientId, roles, licenseeId, partyId }: ApiClient, society: number): Promise<string> {
    const { kid, key } = await this.keys.toSign();
    const claims: Claims = { society, roles, licensee: licenseeId, party: partyId };
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: ALGORITHM, kid })
      .setSubject(clientId)
      .setIssuer(this.settings.publicUrl)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_MINUTES}m`)
      .sign(key);
  }
}
