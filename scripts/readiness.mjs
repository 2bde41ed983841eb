// Makes a checkout ready to run: packages installed, sources built. Nothing but Node is needed, and nothing is done
// that is done already. Several commands may come at once: one works, the others wait for it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built-from');

/** A message for the user; everything else that is thrown is a bug and shows its stack. */
export class NotReady extends Error {}

/** Installs and builds when needed. What it does goes to standard error: standard output is the command's. */
export async function ensureReady() {
  checkNode();
  if (isInstalled() && isBuilt()) return;
  await withLock(root, say, () => {
    if (!isInstalled()) install();
    if (!isBuilt()) build();
  });
}

/** Builds whether or not it is needed, for `npm run build`. */
export async function rebuild() {
  checkNode();
  await withLock(root, say, () => {
    if (!isInstalled()) install();
    build();
  });
}

export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (satisfies(process.versions.node, engines.node)) return;
  throw new NotReady(
    `Cineledger needs Node ${engines.node}, and this is ${process.versions.node} (${process.execPath}). Install a newer one from https://nodejs.org.`,
  );
}

/** Enough of semver for the engines field: `^20.19.0 || >=24.11.0`. */
export function satisfies(version, range) {
  const have = version.split('-')[0].split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator, text] = /^\s*(\^|>=)(\d+\.\d+\.\d+)\s*$/.exec(part) ?? [];
    if (operator === undefined) throw new Error(`package.json: engines.node: "${part}" is not understood`);
    const want = text.split('.').map(Number);
    if (operator === '^' && have[0] !== want[0]) return false;
    const at = want.findIndex((number, index) => number !== have[index]);
    return at === -1 || have[at] > want[at];
  });
}

/**
 * Compares the lock file with npm's own record of what it installed (which it writes last), so that a hand-made
 * `npm ci` counts, an interrupted one does not, and a pull that changes the lock file is noticed.
 */
function isInstalled() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined) return false;
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  if (wanted === undefined) throw new NotReady(`${join(root, 'package-lock.json')} is missing; get it back from git.`);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    // Optional packages are for one system each; the others are rightly missing.
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();
}

function install() {
  say('Installing the packages with npm ci (once; about a minute) …');
  const [command, ...first] = npmCommand();
  run(
    command,
    [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    npmEnvironment(),
    'npm ci',
  );
}

function build() {
  say('Building (after every change of the sources; some seconds) …');
  rmSync(stamp, { force: true });
  const hash = sourcesHash();
  run(
    process.execPath,
    [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build'],
    process.env,
    'nest build',
  );
  writeFileSync(stamp, hash);
}

function run(command, args, env, name) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (error !== undefined) throw new NotReady(`"${name}" could not be run: ${error.message}`);
  if (status !== 0) throw new NotReady(`"${name}" failed (${signal ?? `exit code ${status}`}); its words are above.`);
}

/** The npm that runs us, else the one that came with this Node, else whatever the PATH has. */
function npmCommand() {
  const bundled = join(dirname(dirname(process.execPath)), 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const candidates = [process.env.npm_execpath, bundled];
  const script = candidates.find((path) => path !== undefined && basename(path) === 'npm-cli.js' && existsSync(path));
  return script === undefined ? ['npm'] : [process.execPath, script];
}

/** npm keeps its cache in the home directory; service accounts and containers often have none that can be written. */
function npmEnvironment() {
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  const home = homeDirectory();
  const known = Object.keys(env).some((name) => name.toLowerCase() === 'npm_config_cache');
  if (known || (home !== undefined && isWritable(existsSync(join(home, '.npm')) ? join(home, '.npm') : home)))
    return env;
  const own = join(root, '.cineledger', 'npm');
  try {
    mkdirSync(own, { recursive: true });
  } catch (error) {
    throw new NotReady(`${root} cannot be written (${error.code}). Copy the checkout to a directory of your own.`);
  }
  return { ...env, HOME: home !== undefined && existsSync(home) ? home : own, npm_config_cache: join(own, 'cache') };
}

function homeDirectory() {
  try {
    return homedir();
  } catch (error) {
    // A user id without an account, as in containers that run as any user.
    if (error.code === 'ERR_SYSTEM_ERROR') return undefined;
    throw error;
  }
}

function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false; // the question is answered, whatever the reason
  }
}

/** What the build depends on, by content: a checkout or a copy changes times, not sources. */
function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of ['nest-cli.json', 'tsconfig.json', 'package-lock.json', ...sourceFiles()]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function sourceFiles() {
  const files = [];
  for (const directory of ['src', 'migrations', 'client', 'test', 'bench']) {
    if (!existsSync(join(root, directory))) continue;
    for (const name of readdirSync(join(root, directory), { recursive: true })) {
      if (/\.(ts|sql)$/.test(name)) files.push(join(directory, name));
    }
  }
  return files.sort();
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
