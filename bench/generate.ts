import { Command, InvalidArgumentError } from 'commander';
import { distributionFolder, standardSizes } from './generate/folder.js';

/** Makes benchmark folders without running anything: `node dist/bench/generate.js 100000 1000000`. */
const command = new Command('generate')
  .description('make distribution folders of the given numbers of usage lines, and print their paths')
  .argument('<lines...>', 'numbers of usage lines')
  .option('--work <dir>', 'where they are kept', '.cineledger/bench');
command.parse();

for (const text of command.args) {
  const lines = Number(text);
  if (!Number.isSafeInteger(lines) || lines < 1) throw new InvalidArgumentError(`${text} is not a number of lines`);
  const started = performance.now();
  const folder = distributionFolder(command.opts<{ work: string }>().work, standardSizes(lines));
  process.stdout.write(`${folder} ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}
