import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { OPENAPI } from '../support/openapi.js';
import { PROJECT } from '../support/project.js';

const CLI = join(PROJECT, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');

describe('The TypeScript client', () => {
  it(`is the one that ${OPENAPI} makes (npm run docs:client writes it)`, () => {
    const made = spawnSync(process.execPath, [CLI, OPENAPI, '--output', 'client/openapi.ts', '--check'], {
      ...{ cwd: PROJECT, encoding: 'utf8' },
    });
    expect([made.status, made.stderr]).toEqual([0, '']);
  });
});
