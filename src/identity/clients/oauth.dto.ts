import { IsOptional, IsString, MaxLength } from 'class-validator';

/** RFC 6749, 4.4. The client's id and secret may come as HTTP Basic instead. */
export class TokenRequest {
  /** @example "client_credentials" */
  @IsString()
  @MaxLength(100)
  grant_type!: string;

  /** What `cineledger client add` printed. @example "1.3mZkq0cW2uYb7LxA" */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_id?: string;

  /** What `cineledger client add` printed, once. @example "bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgYW4gZXhhbXBsZQ" */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_secret?: string;
}

export class TokenAnswer {
  /** Send it as `Authorization: Bearer`. @example "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxLjNtWmtxMGNXMnVZYjdMeEEifQ.c2lnbmF0dXJl" */
  access_token!: string;
  /** @example "Bearer" */
  token_type!: string;
  /** Seconds. @example 600 */
  expires_in!: number;
}

/** A public key, RFC 7517. */
export class PublicKey {
  /** @example "EC" */
  kty!: string;
  /** @example "6a5e0f9e-3f0c-4a53-8c5e-0f4c3c1d9f10" */
  kid?: string;
  /** @example "ES256" */
  alg?: string;
  /** @example "sig" */
  use?: string;
  /** @example "P-256" */
  crv?: string;
  /** @example "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU" */
  x?: string;
  /** @example "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" */
  y?: string;
}

export class KeySet {
  keys!: PublicKey[];
}
