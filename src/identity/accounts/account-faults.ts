import { type Role, ROLES, type Standing } from '../roles.js';

const SHORTEST = 12;
const LONGEST = 200;

/** What is wrong with roles and the side they belong to, a sentence each; `domain.md` §3 has the roles. */
export function standingFaults({ roles, licenseeId, partyId }: Standing): string[] {
  const unknown = roles.filter((role) => !ROLES.includes(role));
  const faults = unknown.map((role) => `${role} is not a role: take ${ROLES.join(', ')}`);
  if (roles.length === 0) faults.push(`a role is missing: take one or more of ${ROLES.join(', ')}`);
  faults.push(...sideFaults(roles, 'L', 'licensee', licenseeId), ...sideFaults(roles, 'H', 'party', partyId));
  return faults;
}

export function passwordFaults(password: string): string[] {
  const length = [...password].length;
  if (length < SHORTEST) return [`the password has ${length} characters: at least ${SHORTEST} are needed`];
  return length > LONGEST ? [`the password has ${length} characters: at most ${LONGEST} are taken`] : [];
}

export function emailFaults(email: string): string[] {
  return /^[^@\s]+@[^@\s]+$/.test(email) && email.length <= 254
    ? []
    : [`${JSON.stringify(email)} is not an e-mail address`];
}

function sideFaults(roles: readonly Role[], role: Role, noun: string, id: number | null): string[] {
  if (!roles.includes(role)) return id === null ? [] : [`a ${noun} is for role ${role} only: leave it out`];
  const faults = roles.length > 1 ? [`role ${role} stands alone: make a second account for the other roles`] : [];
  return id === null ? [...faults, `role ${role} needs the ${noun} whose rows it sees`] : faults;
}
