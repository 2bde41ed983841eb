import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { importTable, ruleNames, violations } from '../support/boundaries.js';
import { PROJECT, projectFiles } from '../support/project.js';

const TABLE = await importTable();

/** Imports that must be refused: the rule, who imports, and what. They are tried on a tree of made-up files. */
const FORBIDDEN: readonly (readonly [rule: string, from: string, to: string])[] = [
  ...Object.entries(TABLE).flatMap(([module, allowed]) =>
    Object.keys(TABLE)
      .filter((other) => other !== module && !allowed.includes(other))
      .map((other) => [`imports-of-${module}`, `src/${module}/${other}.ts`, `src/${other}/index.ts`] as const),
  ),
  ['front-door', 'src/matching/a.ts', 'src/usage/inner.ts'],
  ['front-door', 'src/app/a.ts', 'src/folder/inner.ts'],
  ['front-door-from-outside', 'bench/a.ts', 'src/usage/inner.ts'],
  ['front-door-of-the-server', 'src/app/b.ts', 'src/platform/database/server/inner.ts'],
  ['not-through-the-own-door', 'src/licensing/a.ts', 'src/licensing/index.ts'],
  ['kernel-is-pure', 'src/kernel/a.ts', 'src/platform/inner.ts'],
  ['kernel-is-pure', 'src/kernel/b.ts', 'node:fs'],
  ['kernel-is-pure', 'src/kernel/c.ts', 'typeorm'],
  ['rules-are-pure', 'src/usage/rules/a.ts', 'src/platform/inner.ts'],
  ['rules-are-pure', 'src/distribution/rules/a.ts', 'src/distribution/inner.ts'],
  ['rules-are-pure', 'src/folder/outputs/rules/a.ts', 'src/folder/inner.ts'],
  ['rules-reach-no-io', 'src/matching/rules/a.ts', 'src/kernel/reaching.ts'],
  ['platform-knows-no-module', 'src/platform/a.ts', 'src/identity/index.ts'],
  ['nobody-imports-app', 'src/identity/b.ts', 'src/app/inner.ts'],
  ['nobody-imports-folder', 'src/distribution/b.ts', 'src/folder/index.ts'],
  ['migrations-stand-alone', 'migrations/a.ts', 'src/usage/index.ts'],
  ['only-app-lists-migrations', 'src/platform/b.ts', 'migrations/inner.ts'],
  ['decimals-only-in-kernel', 'src/distribution/c.ts', 'decimal.js'],
  ['what-ships-is-a-dependency', 'src/usage/c.ts', 'fast-check'],
  ['what-ships-imports-no-test', 'src/usage/d.ts', 'test/support/inner.ts'],
  ['no-unresolvable', 'src/usage/e.ts', 'src/usage/missing.ts'],
];

const PACKAGES = {
  dependencies: { 'decimal.js': '1.0.0', typeorm: '1.0.0' },
  devDependencies: { 'fast-check': '1.0.0' },
};

describe('The import rules', () => {
  let tree: string;
  let found: string[];

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'boundaries-'));
    for (const name of ['decimal.js', 'typeorm', 'fast-check']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' }));
      write(`node_modules/${name}/main.js`, 'module.exports = {};\n');
    }
    write('package.json', JSON.stringify({ name: 'tree', type: 'module', ...PACKAGES }));
    write('tsconfig.json', readFileSync(join(PROJECT, 'tsconfig.json'), 'utf8'));
    for (const to of new Set(FORBIDDEN.map(([, , to]) => to))) {
      if (/^(src|test|migrations)\//.test(to) && !to.endsWith('missing.ts')) write(to, 'export type Thing = 1;\n');
    }
    write('src/kernel/reaching.ts', "import 'node:net';\nexport type Thing = 1;\n");
    for (const [, from, to] of FORBIDDEN) {
      write(from, `import type { Thing } from '${specifier(from, to)}';\nexport type Own = Thing;\n`);
    }
    write('src/matching/sound.ts', "import type { Thing } from '../usage/index.js';\nexport type Own = Thing;\n");
    write('src/ring/a.ts', "import type { B } from './b.js';\nexport type A = B;\n");
    write('src/ring/b.ts', "import type { A } from './a.js';\nexport type B = A;\n");
    found = violations(tree, ['src', 'migrations', 'bench', 'test']);
  });

  afterAll(() => rmSync(tree, { recursive: true }));

  it.each(FORBIDDEN)('%s: refuses that %s imports %s', (rule, from) => {
    expect(found.filter((violation) => violation.startsWith(`${rule}: ${from} -> `))).toHaveLength(1);
  });

  it('refuses a cycle of types alone', () => {
    expect(found.filter((violation) => violation.startsWith('no-cycle: src/ring/'))).toHaveLength(1);
  });

  it('lets pass what the table allows', () => {
    expect(found.filter((violation) => violation.includes('src/matching/sound.ts'))).toEqual([]);
  });

  it('are all shown to refuse something', async () => {
    const shown = new Set([...FORBIDDEN.map(([rule]) => rule), 'no-cycle']);
    expect((await ruleNames()).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it('have a row for every module that there is', () => {
    const modules = projectFiles('src', /\.module\.ts$/).map((file) => file.split('/')[1]!);
    const layers = ['app', 'kernel', 'platform'];
    expect(Object.keys(TABLE).sort()).toEqual(
      [...new Set(modules)].filter((module) => !layers.includes(module)).sort(),
    );
  });

  it('are kept by the project', () => {
    expect(violations(PROJECT, ['src', 'migrations', 'bench', 'test'])).toEqual([]);
  });

  it('and their picture in docs/architecture.md is the one of today', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/architecture.mjs', '--check'], {
      cwd: PROJECT,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
});

describe('The database connection', () => {
  it('is made in the composition alone, so that no row is reached beside the transaction of platform/database', () => {
    const made = projectFiles('src', /\.ts$/).filter((file) =>
      /\bnew DataSource\(|\bcreateQueryRunner\(|\bnew pg\.(Client|Pool)\(/.test(
        readFileSync(join(PROJECT, file), 'utf8'),
      ),
    );
    expect(made.filter((file) => !file.startsWith('src/platform/database/'))).toEqual([
      'src/app/data-source.ts',
      'src/app/schema.ts',
      // Of a role that sees the queue of jobs and nothing else.
      'src/platform/jobs/queue.ts',
    ]);
  });

  it('is never injected as a repository', () => {
    const injected = projectFiles('src', /\.ts$/).filter((file) =>
      /\b(InjectRepository|InjectDataSource|forFeature)\b/.test(readFileSync(join(PROJECT, file), 'utf8')),
    );
    expect(injected).toEqual([]);
  });
});

/** How `from` names `to`: a package by its name, a file by its relative path, which ends in .js. */
function specifier(from: string, to: string): string {
  if (!/^(src|test|migrations)\//.test(to)) return to;
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}
