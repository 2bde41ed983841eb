import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../src/app/cli.js', import.meta.url));

export interface CommandResult {
  /** Null after a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A `cineledger …` that runs in a process of its own, as a user's does. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
}

/**
 * @param environment DATABASE_URL or CINELEDGER_HOME of the test; what the tests' own environment says of them is not
 *   handed on
 */
export function startCommand(args: readonly string[], environment: Readonly<Record<string, string>>): RunningCommand {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', CINELEDGER_HOME: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { child, ended };
}

/**
 * A command that lasts, once it has said that it is at work.
 * @param sign what it says on its standard error then
 * @returns what of it the sign found
 */
async function startLasting(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  sign: RegExp,
): Promise<{ running: RunningCommand; found: RegExpExecArray }> {
  const running = startCommand(args, environment);
  let said = '';
  running.child.stderr!.on('data', (text: string) => (said += text));
  for (;;) {
    const found = sign.exec(said);
    if (found !== null) return { running, found };
    if (running.child.exitCode !== null) throw new Error(`cineledger ${args.join(' ')} ended: ${said}`);
    await sleep(20);
  }
}

/** `cineledger serve` at a free port, once it serves. */
export async function startServing(
  environment: Readonly<Record<string, string>>,
): Promise<{ running: RunningCommand; url: string }> {
  const { running, found } = await startLasting(['serve', '--port', '0'], environment, /Serving at (http:\S+),/);
  return { running, url: found[1]! };
}

/** `cineledger work`, once it works. */
export async function startWorking(environment: Readonly<Record<string, string>>): Promise<RunningCommand> {
  return (await startLasting(['work'], environment, /Working on jobs/)).running;
}

export function command(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return startCommand(args, environment).ended;
}
