import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, projectFiles } from './project.js';

/** A source file of a module that may hold SQL, without its comments. */
export interface SqlText {
  file: string;
  /** The folder in `src` that it belongs to. */
  module: string;
  text: string;
}

/** Every `.sql` file of `src`, and every `.ts` file, whose statements stand in strings. */
export function sqlTexts(): SqlText[] {
  return projectFiles('src', /(?<!\.spec)\.ts$|\.sql$/).map((file) => ({
    file,
    module: file.split('/')[1]!,
    text: withoutComments(readFileSync(join(PROJECT, file), 'utf8'), file),
  }));
}

function withoutComments(text: string, file: string): string {
  if (file.endsWith('.sql')) return text.replace(/--.*$/gm, '');
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

export interface TableUse {
  file: string;
  module: string;
  /** `schema.table`, or the bare name of a temporary table. */
  table: string;
}

const NAME = String.raw`([a-z_]+(?:\.[a-z_]+)?)\b(?!\()`;
const WRITES = [
  new RegExp(String.raw`\binsert\s+into\s+${NAME}`, 'gi'),
  new RegExp(String.raw`\bmerge\s+into\s+${NAME}`, 'gi'),
  new RegExp(String.raw`\bupdate\s+(?:only\s+)?${NAME}(?=\s+(?:as\s+)?(?:[a-z]+\s+)?set\b)`, 'gi'),
  new RegExp(String.raw`\bdelete\s+from\s+(?:only\s+)?${NAME}`, 'gi'),
  new RegExp(String.raw`\bcopyInto\(\s*[\w.]+,\s*'${NAME}`, 'g'),
];
const TRUNCATE = /\btruncate\s+(?:table\s+)?([a-z_., ]+)/gi;
const READS = new RegExp(String.raw`\b(?:from|join)\s+([a-z_]+\.[a-z_]+)\b`, 'gi');
const TEMPORARY = /\bcreate\s+temporary\s+table\s+(?:if\s+not\s+exists\s+)?([a-z_]+)/gi;

/** Tables that a text inserts into, updates, deletes from or truncates. */
export function writtenTables({ file, module, text }: SqlText): TableUse[] {
  const names = [
    ...WRITES.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!)),
    ...[...text.matchAll(TRUNCATE)].flatMap((match) => match[1]!.split(',').map((name) => name.trim())),
  ];
  return names.filter((name) => name !== '').map((table) => ({ file, module, table }));
}

/** Tables with a schema that a text reads. */
export function readTables({ file, module, text }: SqlText): TableUse[] {
  return [...text.matchAll(READS)].map((match) => ({ file, module, table: match[1]! }));
}

/** Names of the temporary tables that a text makes. */
export function temporaryTables({ text }: SqlText): string[] {
  return [...text.matchAll(TEMPORARY)].map((match) => match[1]!);
}

/** `schema.table` of the entities, by the name of their class. */
export function entityTables(): ReadonlyMap<string, string> {
  const pattern = /@Entity\(\{ schema: '(\w+)', name: '(\w+)' \}\)\s*export class (\w+)/g;
  return new Map(
    sqlTexts().flatMap(({ text }) =>
      [...text.matchAll(pattern)].map(([, schema, table, name]): [string, string] => [name!, `${schema}.${table}`]),
    ),
  );
}

/** Classes whose rows a text writes through TypeORM or `insertRows`. */
export function writtenEntities({ text }: SqlText): string[] {
  const pattern =
    /\b(?:insertRows\(\s*tx|tx\.(?:insert|update|upsert|delete|softDelete|save|remove)\(\s*(?=[A-Z]))\s*,?\s*([A-Z]\w*)/g;
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}
