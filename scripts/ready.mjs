// npm run demo, npm test, npm run build: each makes the checkout ready first (see readiness.mjs).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { closingWords, demoArguments } from './demo.mjs';
import { ensureReady, NotReady, rebuild, root, say } from './readiness.mjs';

const tasks = {
  async build() {
    await rebuild();
    return 0;
  },
  async test(args) {
    await ensureReady();
    return node([join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...args], {});
  },
  async demo(args) {
    await ensureReady();
    const code = await node([join(root, 'bin', 'cineledger.mjs'), ...demoArguments(), ...args], {});
    if (code === 0) process.stdout.write(closingWords());
    return code;
  },
};

/** Runs Node in the checkout and hands on signals; resolves to the exit code, 128 + n for a signal as shells do. */
function node(args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: 'inherit',
    });
    // A terminal sends Ctrl-C to the child as well: wait for it instead of dying first.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve(code ?? { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[signal] ?? 1),
    );
  });
}

const [name, ...args] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined;
if (task === undefined) {
  say(`usage: node scripts/ready.mjs ${Object.keys(tasks).join(' | ')} [arguments]`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await task(args);
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
