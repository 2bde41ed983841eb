import { type Command, InvalidArgumentError } from 'commander';
import { ExplainFolder } from '../../folder/index.js';
import { explanationText } from '../explanation-text.js';
import { withApplication } from '../with-application.js';

const HELP = `
DIR is what \`cineledger run FOLDER --out DIR\` wrote; COLLECTION and PARTY are ids of its allocations.csv. The answer goes
from the amount to the pool and its deductions, the party's claims and points, the rounding unit, and the usage lines by
file and line.

Example:
  cineledger explain out 2026Q1-STREAM northlight --lines 20`;

export function addExplain(program: Command, say: (sentence: string) => void): void {
  program
    .command('explain')
    .description('Say why a party got an amount: from the allocation down to the usage lines.')
    .argument('<dir>', 'what a run wrote')
    .argument('<collection>', 'collection_id')
    .argument('<party>', 'party_id')
    .option('--claims <n>', 'show at most so many of its claims × use types × territories, largest first', count, 20)
    .option('--lines <n>', 'show at most so many usage lines of each', count, 5)
    .addHelpText('after', HELP)
    .action(
      async (directory: string, collection: string, party: string, options: { claims: number; lines: number }) => {
        const explanation = await withApplication(say, (application) =>
          application
            .get(ExplainFolder)
            .explain(directory, { collection, party }, { entitlements: options.claims, lines: options.lines }),
        );
        process.stdout.write(explanationText(explanation));
      },
    );
}

function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
