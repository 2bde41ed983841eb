// The same lock as src/platform/database/server/start-lock.ts, for the time before there is a build: held by the
// operating system, so that a command that was killed holds nothing.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while no other command makes the checkout at `root` ready. */
export async function withLock(root, say, work) {
  let told = false;
  for (;;) {
    const unlock = await (process.platform === 'linux' ? trySocket(root) : tryFile(root));
    if (unlock !== undefined) {
      try {
        return await work();
      } finally {
        await unlock();
      }
    }
    if (!told) say('Another command is installing or building here; waiting for it …');
    told = true;
    await sleep(100);
  }
}

function trySocket(root) {
  const path = `\0cineledger-ready-${createHash('sha256').update(root).digest('hex').slice(0, 40)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen({ path, exclusive: true }, () => resolve(() => new Promise((closed) => server.close(closed))));
  });
}

async function tryFile(root) {
  const openLock = 0x20; // O_EXLOCK of BSD and macOS, which node:fs does not name
  await mkdir(join(root, '.cineledger'), { recursive: true });
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | openLock;
    const handle = await open(join(root, '.cineledger', 'ready.lock'), flags, 0o600);
    return () => handle.close();
  } catch (error) {
    if (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK') return undefined;
    throw error;
  }
}
