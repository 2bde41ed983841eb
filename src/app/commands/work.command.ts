import type { Command } from 'commander';
import type { Say } from '../with-application.js';

const HELP = `
\`cineledger serve\` does the jobs too, unless it is told --no-jobs. Several workers may run side by side, on any machine
that reaches the database; what one was at when it was killed is begun anew by another within seconds.

Environment: as for \`cineledger serve\` (DATABASE_URL with DATABASE_LOGIN_URL, or CINELEDGER_HOME).
Logs are JSON lines on standard output. SIGTERM or Ctrl-C lets jobs end first, for 25 seconds at most.`;

export function addWork(program: Command, say: Say): void {
  program
    .command('work')
    .description(
      'Do the jobs that the service is asked for: read reports, calculate distributions, follow the calendar.',
    )
    .addHelpText('after', HELP)
    .action(async () => {
      // Other commands need not wait for all that jobs take.
      const { work } = await import('../work.js');
      await work(say);
    });
}
