import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of its own that listens, and says where on its standard error as `… at http://HOST:PORT`. */
export class Serving {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let said = '';
    for await (const text of child.stderr.setEncoding('utf8')) {
      said += String(text);
      const [, url] = / at (http:\/\/[\d.:]+)/.exec(said) ?? [];
      if (url !== undefined) {
        child.stderr.resume();
        return new Serving(url, child);
      }
    }
    throw new Error(`${program} did not serve: ${said}`);
  }

  /** Peak resident memory so far, in MiB; not known where there is no /proc. */
  peakMib(): number {
    if (process.platform !== 'linux') return Number.NaN;
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)![1]) / 1024;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
