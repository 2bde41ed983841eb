import { type Command, InvalidArgumentError } from 'commander';
import type { Say } from '../with-application.js';

const HELP = `
Environment beside that of the other commands:
  DATABASE_LOGIN_URL            with DATABASE_URL: the same database as a role that can only become those that work on
                                rows; docs/operations.md has the statements that make one
  CINELEDGER_PUBLIC_URL         where callers reach the service, for instance https://rights.example.org; with https,
                                cookies are for https alone (default: http://HOST:PORT)
  CINELEDGER_TRUSTED_PROXIES    how many proxies of yours stand before the service (default: 0)
  CINELEDGER_REQUESTS_A_MINUTE  how many requests one address may send in a minute (default: 600)
  CINELEDGER_WEBHOOKS_TO_LOCALHOST
                                yes lets webhooks go to this very machine, for trials (default: no)

Before the first call, make a society and somebody to log in:
  cineledger society add "Society of Film Makers"
  cineledger user add lin@example.org --society "Society of Film Makers" --role RO
  cineledger serve

Operations are listed at /docs. Logs are JSON lines on standard output. SIGTERM or Ctrl-C lets requests end first.`;

export function addServe(program: Command, say: Say): void {
  program
    .command('serve')
    .description('Serve societies, platforms and rights holders over HTTP.')
    .option('--port <n>', 'to listen on; 0 takes any that is free', port, 8080)
    .option('--host <address>', 'to listen on; 0.0.0.0 for all', '127.0.0.1')
    .option('--no-jobs', 'leave long work to `cineledger work` beside it')
    .addHelpText('after', HELP)
    .action(async (options: { port: number; host: string; jobs: boolean }) => {
      // Other commands need not wait for all that HTTP takes.
      const { serve } = await import('../serve.js');
      await serve(say, options);
    });
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 65_536;
  if (number <= 65_535) return number;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
