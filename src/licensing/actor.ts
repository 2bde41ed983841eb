import { DomainError } from '../kernel/domain-error.js';
import { type Actor as Account, CALENDAR, type Role } from '../identity/index.js';

/** In which role somebody acts on tariffs and licences: docs/domain.md names what each may do. */
export type ActorRole = 'licensing_officer' | 'approver' | 'licensee' | 'system';

/** Who acts, as plain values; whoever calls has made sure that it is true. */
export interface Actor {
  /** Written into the history: a person, a program of a platform, or the calendar, as in the audit trail. */
  userId: string;
  roles: readonly ActorRole[];
  /** The licensee that the actor acts for; needed in the role `licensee`. */
  licenseeId?: number;
}

/** The program itself, for what follows from the calendar. */
export const SYSTEM: Actor = { userId: CALENDAR, roles: ['system'] };

const ACTS_AS: Readonly<Partial<Record<Role, ActorRole>>> = {
  LO: 'licensing_officer',
  AP: 'approver',
  L: 'licensee',
};

/** A person or client of the society, in what it may do here. */
export function actingAs({ id, roles, scope }: Account): Actor {
  return {
    userId: id,
    roles: roles.flatMap((role) => ACTS_AS[role] ?? []),
    ...(scope.licensee !== undefined && { licenseeId: scope.licensee }),
  };
}

/** @throws role-missing; somebody who acts for no licensee does not have the role of one */
export function requireRole(actor: Actor, role: ActorRole, what: string): void {
  if (actor.roles.includes(role) && (role !== 'licensee' || actor.licenseeId !== undefined)) return;
  throw roleMissing([role], what);
}

/** Whether the actor acts for another licensee only, to whom what belongs to this one is not there. */
export function isOutsider(actor: Actor, licenseeId: number): boolean {
  return actor.licenseeId !== licenseeId && actor.roles.every((role) => role === 'licensee');
}

export function roleMissing(roles: readonly ActorRole[], what: string): DomainError {
  return new DomainError(
    'forbidden',
    'role-missing',
    `To ${what} takes the role ${roles.join(' or ')}. Ask somebody who has it.`,
  );
}
