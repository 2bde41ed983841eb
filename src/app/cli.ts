#!/usr/bin/env node
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { DomainError } from '../kernel/domain-error.js';
import { addClient } from './commands/client.command.js';
import { addExplain } from './commands/explain.command.js';
import { addExport } from './commands/export.command.js';
import { addImport } from './commands/import.command.js';
import { addMigrate } from './commands/migrate.command.js';
import { addRun } from './commands/run.command.js';
import { addServe } from './commands/serve.command.js';
import { addSociety } from './commands/society.command.js';
import { addUser } from './commands/user.command.js';
import { addWork } from './commands/work.command.js';
import { EXIT, exitCodeOf } from './exit-codes.js';

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

// Whoever read the output may have gone (`| head`): what the command does, it still does to its end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('cineledger')
  .description('The open licensing and royalty ledger for film copyright collective management organisations.')
  .version(version)
  .exitOverride()
  .addHelpText(
    'after',
    `
Environment:
  CINELEDGER_HOME  where the embedded PostgreSQL keeps its data (default: .cineledger here)
  DATABASE_URL     another PostgreSQL (16 or later) to use instead, as its owner
  (serve reads more: see \`cineledger serve --help\`)

Exit codes: 0 done, 1 failed, 2 wrong command line, 3 faults in the input, 4 refused (see docs/operations.md)`,
  );
addRun(program, say);
addExplain(program, say);
addImport(program, say);
addExport(program, say);
addMigrate(program, say);
addServe(program, say);
addWork(program, say);
addSociety(program, say);
addUser(program, say);
addClient(program, say);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (!(error instanceof DomainError)) {
    say(`cineledger: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['CINELEDGER_DEBUG'] && error instanceof Error) say(error.stack ?? '');
    return EXIT.failed;
  }
  if (error.details.length > 0) say(error.details.join('\n'));
  say(`cineledger: ${error.message}`);
  return exitCodeOf(error.kind);
}
