// npm run docs:architecture: draws docs/architecture.md's picture and table from the imports as they are.
// With --check nothing is written, and a difference is an error.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { MAY_IMPORT } from '../.dependency-cruiser.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'docs', 'architecture.md');

/** Folder of `src` → the folders that it imports. */
function importsByFolder() {
  const cli = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const options = ['--config', '.dependency-cruiser.mjs', '--include-only', '^src', '--exclude', '\\.spec\\.ts$'];
  const args = [cli, ...options, '--collapse', '^src/[^/]+', '--output-type', 'json', 'src'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser said nothing usable: ${stderr}`);
  const folder = (path) => path.split('/')[1];
  return new Map(
    JSON.parse(stdout).modules.map((module) => [
      folder(module.source),
      new Set(module.dependencies.map((dependency) => folder(dependency.resolved))),
    ]),
  );
}

/** Everyone uses kernel and platform, so these arrows would only hide the others. */
function picture(imports) {
  const lines = ['app', ...Object.keys(MAY_IMPORT).reverse()].flatMap((from) =>
    ['folder', ...Object.keys(MAY_IMPORT)]
      .filter((to, index, all) => all.indexOf(to) === index && imports.get(from)?.has(to))
      .map((to) => `  ${from} --> ${to}`),
  );
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
}

/** `✓` is an import that is made, `○` one that is allowed. */
function table(imports) {
  const modules = Object.keys(MAY_IMPORT).filter((module) => module !== 'folder');
  const cell = (from, to) => {
    if (from === to) return '·';
    if (!MAY_IMPORT[from].includes(to)) return '';
    return imports.get(from)?.has(to) ? '✓' : '○';
  };
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [
    row(['from ↓ to →', ...modules]),
    row(['---', ...modules.map(() => ':-:')]),
    ...Object.keys(MAY_IMPORT).map((from) => row([from, ...modules.map((to) => cell(from, to))])),
  ].join('\n');
}

function withParts(text, parts) {
  return Object.entries(parts).reduce((result, [name, content]) => {
    const [start, end] = [`<!-- ${name}: made by npm run docs:architecture -->`, `<!-- end of ${name} -->`];
    const [from, to] = [result.indexOf(start), result.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${file}: the marks of "${name}" are missing`);
    return `${result.slice(0, from + start.length)}\n\n${content}\n\n${result.slice(to)}`;
  }, text);
}

const imports = importsByFolder();
const old = readFileSync(file, 'utf8');
const drawn = withParts(old, { picture: picture(imports), table: table(imports) });
const fresh = await prettier.format(drawn, { ...(await prettier.resolveConfig(file)), filepath: file });
if (!process.argv.includes('--check')) writeFileSync(file, fresh);
else if (fresh !== old) {
  process.stderr.write(
    'docs/architecture.md does not show the imports as they are: run `npm run docs:architecture`.\n',
  );
  process.exitCode = 1;
}
