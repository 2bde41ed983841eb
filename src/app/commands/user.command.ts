import type { Command } from 'commander';
import type { Say } from '../with-application.js';
import { inSociety, role, ROLE_HELP, standingOf, type StandingOptions } from './in-society.js';
import { readPassword } from './read-password.js';

const HELP = `${ROLE_HELP}

The password is the first line of standard input, or asked for at a terminal: at least 12 characters.

Examples:
  cineledger user add lin@example.org --society "Society of Film Makers" --role RO --role LO
  pass show lin | cineledger user add lin@example.org --society "Society of Film Makers" --role RO
  cineledger user add chen@example.org --society "Society of Film Makers" --role H --party chen-kaige`;

export function addUser(program: Command, say: Say): void {
  const user = program
    .command('user')
    .description('Make and change the accounts of people.')
    .addHelpText('after', HELP);
  const of = (name: string, description: string) =>
    user.command(name).description(description).requiredOption('--society <name>', 'the society of the account');

  of('add', 'Make an account that can log in.')
    .argument('<email>', 'what the person logs in with; upper and lower case are the same')
    .requiredOption('--role <role>', 'what the person may do; may be repeated', role)
    .option('--licensee <name>', 'for role L: whose rows')
    .option('--party <id>', 'for role H: whose rows')
    .addHelpText('after', HELP)
    .action(async (email: string, options: StandingOptions & { society: string }) => {
      const password = await readPassword(`Password for ${email}`);
      await inSociety(say, options.society, async (tx, doer, accounts) => {
        const standing = await standingOf(tx, doer.society, options);
        await accounts.addPerson(tx, doer, { email, password, ...standing });
      });
      process.stdout.write(`${email} can log in.\n`);
    });

  of('password', 'Set a new password and end the sessions of the account.')
    .argument('<email>', 'whose')
    .action(async (email: string, options: { society: string }) => {
      const password = await readPassword(`New password for ${email}`);
      await inSociety(say, options.society, (tx, doer, accounts) => accounts.setPassword(tx, doer, email, password));
      process.stdout.write(`${email} has a new password.\n`);
    });

  of('disable', 'Shut an account out, at once and for good.')
    .argument('<email>', 'whose')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .action(async (email: string, options: { society: string; reason: string }) => {
      await inSociety(say, options.society, (tx, doer, accounts) =>
        accounts.disablePerson(tx, doer, email, options.reason),
      );
      process.stdout.write(`${email} is shut out.\n`);
    });

  of('add-second-factor', 'Ask for a code of an authenticator beside the password (TOTP); prints its address, once.')
    .argument('<email>', 'whose')
    .action(async (email: string, { society }: { society: string }) => {
      const address = await inSociety(say, society, (tx, doer, accounts) =>
        accounts.addSecondFactor(tx, doer, email, society),
      );
      process.stdout.write(`${address}\n`);
    });

  of('remove-second-factor', 'Let the password alone log in again, for instance after a telephone was lost.')
    .argument('<email>', 'whose')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .action(async (email: string, options: { society: string; reason: string }) => {
      await inSociety(say, options.society, (tx, doer, accounts) =>
        accounts.removeSecondFactor(tx, doer, email, options.reason),
      );
      process.stdout.write(`${email} logs in with the password alone.\n`);
    });

  of('list', 'List the accounts: e-mail, roles, whether disabled.').action(async (options: { society: string }) => {
    const people = await inSociety(say, options.society, (tx, doer, accounts) => accounts.people(tx, doer.society));
    for (const { email, roles, disabledAt } of people) {
      process.stdout.write(`${email}\t${roles.join(' ')}${disabledAt === null ? '' : '\tdisabled'}\n`);
    }
  });
}
