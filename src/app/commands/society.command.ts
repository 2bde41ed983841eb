import type { Command } from 'commander';
import { societyExists } from '../../identity/index.js';
import { readably } from '../../platform/database/constraint.js';
import { furnishSample, type SampleClients } from '../sample-society.js';
import { makeReady, type Say, withDatabase } from '../with-application.js';
import { inSociety } from './in-society.js';

const HELP = `
A society is a tenant: parties, works, licences, money and accounts belong to one and are seen by no other. A sandbox is a
society for trying things out: it can be replaced as a whole, and the public search does not show it.

Example:
  cineledger society add "Society of Film Makers"
  cineledger society add "Society of Film Makers (sandbox)" --sandbox
  cineledger society add "Try Cineledger" --with-samples > clients.json

A sandbox with samples is for platforms to try: it has works, a tariff in force and a licensee, and three clients whose ids
and secrets are printed once, as JSON: the platform's, and for the society an officer's and an approver's.`;

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
    .option('--with-samples', 'a sandbox with what a platform needs to try a licence and a report')
    .addHelpText('after', HELP)
    .action(async (name: string, options: { sandbox?: true; withSamples?: true }) => {
      const withSamples = options.withSamples ?? false;
      await withDatabase(say, async (dataSource, server) => {
        await makeReady(dataSource, server);
        // As the owner: neither the service nor a stolen connection of it can make a society.
        const sandbox = withSamples || (options.sandbox ?? false);
        const made = dataSource.query('select identity.make_society($1, $2)', [name, sandbox]);
        await readably(made, { society_name_unique: societyExists });
      });
      if (!withSamples)
        process.stdout.write(`Society ${JSON.stringify(name)} is there. Next: cineledger user add --help\n`);
      else process.stdout.write(`${JSON.stringify(await furnishSandbox(say, name))}\n`);
    });
}

function furnishSandbox(say: Say, name: string): Promise<SampleClients> {
  return inSociety(say, name, (tx, doer, _accounts, application) => furnishSample(tx, application, doer));
}
