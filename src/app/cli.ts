#!/usr/bin/env node
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { DomainError } from '../kernel/domain-error.js';
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

type Add = (to: Command, tell: typeof say) => void;

/** Each loads what it needs and no more: a start takes a second or two of the processor when all are loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  run: async () => (await import('./commands/run.command.js')).addRun,
  explain: async () => (await import('./commands/explain.command.js')).addExplain,
  import: async () => (await import('./commands/import.command.js')).addImport,
  export: async () => (await import('./commands/export.command.js')).addExport,
  migrate: async () => (await import('./commands/migrate.command.js')).addMigrate,
  serve: async () => (await import('./commands/serve.command.js')).addServe,
  work: async () => (await import('./commands/work.command.js')).addWork,
  society: async () => (await import('./commands/society.command.js')).addSociety,
  user: async () => (await import('./commands/user.command.js')).addUser,
  client: async () => (await import('./commands/client.command.js')).addClient,
};

/** The one that is named, or all of them for help and for names that are none. */
function namedCommands([first = '']: readonly string[]): string[] {
  if (first === '--version' || first === '-V') return [];
  return Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS);
}

try {
  for (const name of namedCommands(process.argv.slice(2))) (await COMMANDS[name]!())(program, say);
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
