import type { Command } from 'commander';
import { societyExists } from '../../identity/index.js';
import { readably } from '../../platform/database/constraint.js';
import { makeReady, type Say, withDatabase } from '../with-application.js';

const HELP = `
A society is a tenant: parties, works, licences, money and accounts belong to one and are seen by no other. A sandbox is a
society for trying things out: it can be replaced as a whole, and the public search does not show it.

Example:
  cineledger society add "Society of Film Makers"
  cineledger society add "Society of Film Makers (sandbox)" --sandbox`;

export function addSociety(program: Command, say: Say): void {
  const society = program
    .command('society')
    .description('Make the societies that the service is for.')
    .addHelpText('after', HELP);
  society
    .command('add')
    .description('Make a society without rows.')
    .argument('<name>', 'as its people type it when they log in; at most 200 characters')
    .option('--sandbox', 'for trying things out')
    .addHelpText('after', HELP)
    .action(async (name: string, options: { sandbox?: true }) => {
      await withDatabase(say, async (dataSource, server) => {
        await makeReady(dataSource, server);
        // As the owner: neither the service nor a stolen connection of it can make a society.
        const made = dataSource.query('select identity.make_society($1, $2)', [name, options.sandbox ?? false]);
        await readably(made, { society_name_unique: societyExists });
      });
      process.stdout.write(`Society ${JSON.stringify(name)} is there. Next: cineledger user add --help\n`);
    });
}
