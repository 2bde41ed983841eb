import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in the alphabet of URLs. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret that nobody can guess; a password needs PasswordsService. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
