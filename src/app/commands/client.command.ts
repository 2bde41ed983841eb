import { type Command, InvalidArgumentError } from 'commander';
import type { Say } from '../with-application.js';
import { inSociety, role, ROLE_HELP, standingOf, type StandingOptions } from './in-society.js';

const HELP = `${ROLE_HELP}

A client gets a token of ten minutes at POST /v1/oauth/token (OAuth 2, client credentials). Its secret is printed once and
kept nowhere: who loses it is given another one.

Examples:
  cineledger client add "Example Stream" --society "Society of Film Makers" --role L --licensee "Example Stream"
  cineledger client renew 1.3mZkq0cW2uYb7LxA --society "Society of Film Makers" --reason "yearly change"
  cineledger client revoke 1.3mZkq0cW2uYb7LxA --society "Society of Film Makers" --reason "secret was mailed"`;

export function addClient(program: Command, say: Say): void {
  const client = program
    .command('client')
    .description('Make, renew and revoke API clients.')
    .addHelpText('after', HELP);
  const of = (name: string, description: string) =>
    client.command(name).description(description).requiredOption('--society <name>', 'the society of the client');

  of('add', 'Make a client; its id and secret are printed as JSON.')
    .argument('<name>', 'what people call it')
    .requiredOption('--role <role>', 'what the client may do; may be repeated', role)
    .option('--licensee <name>', 'for role L: whose rows')
    .option('--party <id>', 'for role H: whose rows')
    .addHelpText('after', HELP)
    .action(async (name: string, options: StandingOptions & { society: string }) => {
      const made = await inSociety(say, options.society, async (tx, doer, accounts) => {
        const standing = await standingOf(tx, doer.society, options);
        return accounts.addClient(tx, doer, { name, ...standing });
      });
      process.stdout.write(`${JSON.stringify({ client_id: made.id, client_secret: made.secret })}\n`);
    });

  of('renew', 'Give a client a new secret, printed as JSON; the one before it is good for some hours more.')
    .argument('<client_id>', 'which')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .option('--former-hours <hours>', 'how long the secret before it is good too, at most 168', hours, 24)
    .action(async (id: string, options: { society: string; reason: string; formerHours: number }) => {
      const { secret } = await inSociety(say, options.society, (tx, doer, accounts) =>
        accounts.renewClientSecret(tx, doer, id, options),
      );
      process.stdout.write(`${JSON.stringify({ client_id: id, client_secret: secret })}\n`);
    });

  of('revoke', 'Shut a client out; its last token is over after ten minutes.')
    .argument('<client_id>', 'which')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .action(async (id: string, options: { society: string; reason: string }) => {
      await inSociety(say, options.society, (tx, doer, accounts) =>
        accounts.revokeClient(tx, doer, id, options.reason),
      );
      process.stdout.write(`${id} is revoked.\n`);
    });

  of('list', 'List the clients: id, name, roles, whether revoked.').action(async (options: { society: string }) => {
    const clients = await inSociety(say, options.society, (tx, doer, accounts) => accounts.clients(tx, doer.society));
    for (const { clientId, name, roles, revokedAt } of clients) {
      process.stdout.write(`${clientId}\t${name}\t${roles.join(' ')}${revokedAt === null ? '' : '\trevoked'}\n`);
    }
  });
}

function hours(text: string): number {
  const number = Number(text);
  if (!/^[0-9]{1,3}$/.test(text) || number > 168) throw new InvalidArgumentError('It must be hours, from 0 to 168.');
  return number;
}
