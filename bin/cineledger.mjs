#!/usr/bin/env node
// The command in a checkout: installs and builds when needed, then runs in this very process, so that arguments,
// standard streams, signals and the exit code are the command's own.
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, NotReady, root, say } from '../scripts/readiness.mjs';

try {
  await ensureReady();
} catch (error) {
  if (!(error instanceof NotReady)) throw error;
  say(error.message);
  process.exit(1);
}
// The checkout has one ledger, wherever the command is called from.
if (!process.env.CINELEDGER_HOME) process.env.CINELEDGER_HOME = join(root, '.cineledger');
// Half of a short command's time is compiling the same modules again; Node 20 cannot keep them.
module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'cineledger'));
await import(pathToFileURL(join(root, 'dist', 'src', 'app', 'cli.js')).href);
