import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Scope } from '../../platform/database/database.js';
import { type Caller, requestOf } from '../../platform/http/caller.js';
import type { Role, Standing } from '../roles.js';

/** A person or an API client that asks, with what it may do. */
export interface Actor extends Caller {
  readonly roles: readonly Role[];
}

/** The actor of the request. An operation that is public has none. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { caller } = requestOf(context);
  if (caller === undefined) throw new Error('a public operation has no actor to ask for');
  return caller as Actor;
});

export function actorOf(id: string, society: number, { roles, licenseeId, partyId }: Standing): Actor {
  return { id, roles, scope: scopeOf(society, licenseeId, partyId) };
}

function scopeOf(society: number, licenseeId: number | null, partyId: number | null): Scope {
  if (licenseeId !== null) return { society, licensee: licenseeId };
  if (partyId !== null) return { society, party: partyId };
  return { society };
}
