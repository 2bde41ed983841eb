import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension } from '@nestjs/swagger';
import { type Role, ROLES } from '../roles.js';

export const RULE = 'who-may-call';
export type Rule = readonly Role[] | 'public';

/** Says which roles may call an operation; whose rows they then see is the database's to hold. */
export function MayCall(...roles: readonly Role[]) {
  return applyDecorators(
    SetMetadata(RULE, roles satisfies Rule),
    ApiExtension('x-may-call', roles),
    ApiBearerAuth(),
    ApiCookieAuth(),
  );
}

/** For an operation of everybody who is known, whatever the role. */
export const EveryActor = () => MayCall(...ROLES);

/** For an operation that needs no login. */
export function Public() {
  return applyDecorators(SetMetadata(RULE, 'public' satisfies Rule), ApiExtension('x-may-call', 'public'));
}
