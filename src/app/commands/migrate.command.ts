import type { Command } from 'commander';
import { migrate } from '../schema.js';
import { withDatabase } from '../with-application.js';

export function addMigrate(program: Command, say: (sentence: string) => void): void {
  program
    .command('migrate')
    .description('Bring the schema of the database up to date.')
    .addHelpText(
      'after',
      '\nThe embedded server does this by itself. For DATABASE_URL take a backup first: there is no way back.',
    )
    .action(async () => {
      const ran = await withDatabase(say, (dataSource) => migrate(dataSource));
      process.stdout.write(
        ran.length === 0 ? 'The schema is up to date.\n' : `Ran ${ran.length} migrations:\n  ${ran.join('\n  ')}\n`,
      );
    });
}
