import { type Command, InvalidArgumentError } from 'commander';
import { ExportFolder } from '../../folder/index.js';
import { TerminalProgress } from '../progress.js';
import { type Say, withApplication } from '../with-application.js';

const HELP = `
Writes what a distribution was calculated from, as it was known then, as a distribution folder, and in DIR/expected what
it allocated. A run of DIR allocates the same, to the unit.

Example:
  cineledger export --society "Society of Film Makers" --distribution 7 --out 2026Q1
  cineledger run 2026Q1 --out check && cmp check/allocations.csv 2026Q1/expected/allocations.csv`;

interface Options {
  society: string;
  distribution: number;
  out: string;
}

export function addExport(program: Command, say: Say): void {
  program
    .command('export')
    .description('Write a distribution of a society as a folder.')
    .requiredOption('--society <name>', 'the society')
    .requiredOption('--distribution <id>', 'its number, of a calculated distribution', distributionNumber)
    .requiredOption('--out <dir>', 'where to write; made by the export, whole or not at all')
    .addHelpText('after', HELP)
    .action(async ({ society, distribution, out }: Options) => {
      const progress = new TerminalProgress(process.stderr);
      const { renamed } = await withApplication(say, (application) =>
        application.get(ExportFolder).export({ society, distributionId: distribution, out }, progress),
      ).finally(() => progress.finish());
      if (renamed > 0) {
        say(
          `warning: ${renamed} names of works could not be told as they were reported; what they were matched to is told by an alias`,
        );
      }
      process.stdout.write(`Distribution ${distribution} is in ${out}. Check: cineledger run ${out} --out check\n`);
    });
}

function distributionNumber(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new InvalidArgumentError('It must be the number of a distribution.');
  return Number(text);
}
