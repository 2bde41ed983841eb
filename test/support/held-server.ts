import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of its own that holds the embedded server of a home, as a running command does. */
export interface HeldServer {
  readonly child: ChildProcess;
  readonly url: string;
  /** Lets the process release the server and end; resolves to its exit code. */
  letGo(): Promise<number | null>;
  /** kill -9 */
  kill(): Promise<void>;
  /** Another signal; resolves to the signal the process ended by. */
  signal(name: NodeJS.Signals): Promise<NodeJS.Signals | null>;
}

export async function holdServer(home: string): Promise<HeldServer> {
  const child = startHolding(home);
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const lines = createInterface({ input: child.stdout! });
  const first = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => undefined)]);
  if (first === undefined) throw new Error(`no server was acquired: ${said}`);
  const { url } = JSON.parse(first[0] as string) as { url: string };
  const exited = once(child, 'exit');
  return {
    child,
    url,
    async letGo() {
      child.stdin!.end();
      return (await exited)[0] as number | null;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async signal(name) {
      child.kill(name);
      return (await exited)[1] as NodeJS.Signals | null;
    },
  };
}

/** The process alone, for tests that kill it before it has acquired anything. */
export function startHolding(home: string): ChildProcess {
  const script = fileURLToPath(new URL('./hold-server.js', import.meta.url));
  return spawn(process.execPath, [script], {
    env: { ...process.env, CINELEDGER_HOME: home, DATABASE_URL: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}
