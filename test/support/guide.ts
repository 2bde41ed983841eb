import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './project.js';

/** The commands of a page of docs/, as one script. */
export function commandsOf(page: string): string {
  const text = readFileSync(join(PROJECT, 'docs', page), 'utf8');
  return [...text.matchAll(/^```bash\n([^]*?)^```$/gm)].map(([, block]) => block!).join('\n');
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
