import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Actor } from '../access/actor.js';
import type { Role } from '../roles.js';

/** Who logs in. */
export class OpenSession {
  /** The society that the account is of. @example "Society of Film Makers" */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  society!: string;

  /** @example "lin@example.org" */
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  email!: string;

  /** @example "correct horse battery staple" */
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  password!: string;

  /** Six digits of the authenticator, for an account that has a second factor. @example "492039" */
  @IsOptional()
  @Matches(/^[0-9]{6}$/, { message: 'must be six digits' })
  code?: string;
}

/** Who is asking. */
export class Whoami {
  /** The name under which the audit trail has what the caller does. @example "person:1" */
  actor!: string;
  /** What the caller may do. @example ["RO"] */
  roles!: Role[];

  static from({ id, roles }: Actor): Whoami {
    return { actor: id, roles: [...roles] };
  }
}
