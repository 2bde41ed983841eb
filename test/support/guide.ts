import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './project.js';

/** What a page of docs/, or a section of one, has the reader type, block by block. */
export function blocksIn(text: string): string[] {
  return [...text.matchAll(/^```bash\n([^]*?)^```$/gm)].map(([, block]) => block!);
}

export function pageOf(page: string): string {
  return readFileSync(join(PROJECT, 'docs', page), 'utf8');
}

/** The commands of a page of docs/, as one script. */
export function commandsOf(page: string): string {
  return blocksIn(pageOf(page)).join('\n');
}

/** Runs a script by bash, which stops at the first command that fails. */
export function runScript(
  script: string,
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', `set -euo pipefail\n${script}`], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}
