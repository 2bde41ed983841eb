import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { ImportFolder, type ImportSummary } from '../../folder/index.js';
import { TerminalProgress } from '../progress.js';
import { type Say, withApplication } from '../with-application.js';

const HELP = `
Adds what FOLDER holds to a society that goes on: parties, works, claims, licences, aliases, collections, a rule set of
its deductions and weights, and its usage files. All of it or nothing. What the society has already and says the same
stays; what differs refuses the folder, with file and line. Nothing is distributed: that is done over HTTP, by rules
that another person has published.

Example:
  cineledger import 2026Q1 --society "Society of Film Makers"`;

export function addImport(program: Command, say: Say): void {
  program
    .command('import')
    .description('Take a distribution folder into a society.')
    .argument('<folder>', 'the distribution folder')
    .requiredOption('--society <name>', 'the society')
    .addHelpText('after', HELP)
    .action(async (folder: string, { society }: { society: string }) => {
      const progress = new TerminalProgress(process.stderr);
      const actor = `cli:${userInfo().username}`;
      const summary = await withApplication(say, (application) =>
        application.get(ImportFolder).import({ folder, society, actor }, progress),
      ).finally(() => progress.finish());
      for (const warning of summary.warnings) say(`warning: ${warning}`);
      process.stdout.write(told(summary));
    });
}

function told({ society, files, lines, ruleSet, disputes }: ImportSummary): string {
  const rows = Object.entries(files).map(
    ([file, { created, same }]) => `  ${file.padEnd(16)} ${created} added, ${same} there already`,
  );
  const rules = ruleSet.created ? 'recorded; another person has to publish it' : 'is in place already';
  return [
    `Society ${society} has the folder:`,
    ...rows,
    `  usage lines      ${lines.accepted} accepted, ${lines.rejected} rejected`,
    `  rule set ${ruleSet.id}       ${rules}`,
    ...(disputes > 0 ? [`  disputes         ${disputes} opened, since shares come to more than 100 %`] : []),
    '',
  ].join('\n');
}
