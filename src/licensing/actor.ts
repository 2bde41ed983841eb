import { DomainError } from '../kernel/domain-error.js';

/** In which role somebody acts on tariffs and licences: docs/domain.md names what each may do. */
export type ActorRole = 'licensing_officer' | 'approver' | 'licensee' | 'system';

/** Who acts, as plain values; whoever calls has made sure that it is true. */
export interface Actor {
  /** Written into the history: a person, a program of a platform, or `system`. */
  userId: string;
  roles: readonly ActorRole[];
  /** The licensee that the actor acts for; needed in the role `licensee`. */
  licenseeId?: number;
}

/** The program itself, for what follows from the calendar. */
export const SYSTEM: Actor = { userId: 'system', roles: ['system'] };

/** @throws role-missing */
export function requireRole(actor: Actor, role: ActorRole, what: string): void {
  if (!actor.roles.includes(role)) throw roleMissing([role], what);
}

export function roleMissing(roles: readonly ActorRole[], what: string): DomainError {
  return new DomainError(
    'forbidden',
    'role-missing',
    `To ${what} takes the role ${roles.join(' or ')}. Ask somebody who has it.`,
  );
}
