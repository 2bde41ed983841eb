import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { constants } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

type Unlock = () => Promise<void>;

const POLL_MS = 25;
const PATIENCE_MS = 5_000;

/**
 * Runs `work` while no other command sets up, starts or stops the server of this home.
 *
 * The operating system holds the lock and drops it with the process, kill -9 included, so there is nothing stale to
 * judge by pid or by age: a lock file with a pid in it cannot be taken over safely when pids are used again.
 */
export async function withStartLock<T>(
  home: string,
  say: (sentence: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const unlock = await waitForLock(home, say);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

async function waitForLock(home: string, say: (sentence: string) => void): Promise<Unlock> {
  const began = Date.now();
  let told = false;
  for (;;) {
    const unlock = await tryLock(home);
    if (unlock !== undefined) return unlock;
    if (!told && Date.now() - began > PATIENCE_MS) {
      say('Waiting for another command that starts or stops the embedded PostgreSQL.');
      told = true;
    }
    await sleep(POLL_MS);
  }
}

function tryLock(home: string): Promise<Unlock | undefined> {
  return process.platform === 'linux' ? tryAbstractSocket(home) : tryExclusiveOpen(join(home, 'start.lock'));
}

/** A name in Linux' abstract socket namespace: only one process can listen on it, and no file is left behind. */
function tryAbstractSocket(home: string): Promise<Unlock | undefined> {
  const name = `\0cineledger-start-${createHash('sha256').update(home).digest('hex').slice(0, 40)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path: name, exclusive: true }, () => {
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

/** BSD and macOS take an flock while opening; node:fs passes the flags on but has no names for them. */
async function tryExclusiveOpen(file: string): Promise<Unlock | undefined> {
  const openLock = 0x20;
  try {
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | openLock, 0o600);
    return () => handle.close();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EAGAIN' || code === 'EWOULDBLOCK') return undefined;
    throw error;
  }
}
