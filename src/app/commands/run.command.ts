import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { FolderService } from '../../folder/index.js';
import { TerminalProgress } from '../progress.js';
import { summaryTable } from '../summary-table.js';
import { withApplication } from '../with-application.js';

interface Options {
  out: string;
  society?: string;
  force?: true;
  pdf: boolean;
}

const HELP = `
FOLDER holds parties.csv, works.csv, claims.csv, licences.csv, collections.csv and usage/*.csv, and may hold
aliases.csv, deductions.csv and weights.csv; docs/distribution-folder.md describes every column.

The run lives in a sandbox society named after the folder. Running the folder again replaces that sandbox; a society
that is not a sandbox is never touched.

Examples:
  cineledger run examples --out out
  cineledger run 2026Q1 --out statements-2026Q1 --society "What if Q1"
  cineledger explain out 2026Q1-STREAM northlight     why did this party get this amount?`;

export function addRun(program: Command, say: (sentence: string) => void): void {
  program
    .command('run')
    .description('Distribute the money of a folder and write statements and a balanced ledger.')
    .argument('<folder>', 'the distribution folder')
    .requiredOption('--out <dir>', 'where to write; made by the run, whole or not at all')
    .option('--society <name>', 'name of the sandbox (default: the name of the folder)')
    .option('--force', 'replace a DIR that an earlier run wrote')
    .option('--no-pdf', 'write statements as CSV only')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: Options) => {
      const progress = new TerminalProgress(process.stderr);
      const summary = await withApplication(say, (application) =>
        application.get(FolderService).run(
          {
            folder,
            out: options.out,
            society: options.society ?? basename(resolve(folder)),
            force: options.force ?? false,
            pdf: options.pdf,
          },
          progress,
        ),
      ).finally(() => progress.finish());
      for (const warning of summary.warnings) say(`warning: ${warning}`);
      process.stdout.write(summaryTable(summary, options.out));
    });
}
