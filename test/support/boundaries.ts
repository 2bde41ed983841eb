import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from './project.js';

const CONFIG = join(PROJECT, '.dependency-cruiser.mjs');

interface Config {
  MAY_IMPORT: Readonly<Record<string, readonly string[]>>;
  default: { forbidden: readonly { name: string }[] };
}

function loadConfig(): Promise<Config> {
  return import(pathToFileURL(CONFIG).href) as Promise<Config>;
}

/** The import table of the config: module → the modules that it may import. */
export async function importTable(): Promise<Config['MAY_IMPORT']> {
  return (await loadConfig()).MAY_IMPORT;
}

export async function ruleNames(): Promise<string[]> {
  return (await loadConfig()).default.forbidden.map((rule) => rule.name);
}

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/**
 * Runs dependency-cruiser with the project's config on a tree.
 * @returns `rule: from -> to` for each violation
 */
export function violations(tree: string, folders: readonly string[]): string[] {
  const cli = join(PROJECT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, '--config', CONFIG, '--output-type', 'json', ...folders],
    { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser said nothing usable: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}
