import type { RunSummary } from '../../src/folder/index.js';
import { DomainError } from '../../src/kernel/domain-error.js';
import { filesIn } from './golden.js';
import { comparable, placeOf, runReference, type ReferenceResult } from './reference/index.js';

/** What the service made of a folder: outputs, or the faults that it named. */
export type ServiceResult = { summary: RunSummary; out: string } | { faults: readonly string[] };

/** Lets faults be a result; whatever else is thrown is thrown on. */
export async function serviceResult(run: Promise<RunSummary>, out: string): Promise<ServiceResult> {
  try {
    return { summary: await run, out };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'folder-has-faults') return { faults: error.details };
    throw error;
  }
}

/**
 * Where service and reference disagree on a folder: places of faults, output files, counts.
 * @returns sentences that tell what to look at; none where they agree
 */
export function disagreements(folder: string, service: ServiceResult): string[] {
  const reference = runReference(folder);
  if ('faults' in reference && 'faults' in service) return ofPlaces(reference.faults, service.faults);
  if ('faults' in reference) return [`only the reference finds faults: ${reference.faults.slice(0, 3).join(' | ')}`];
  if ('faults' in service) return [`only the service finds faults: ${service.faults.slice(0, 3).join(' | ')}`];
  return [...ofFiles(reference.files, service.out), ...ofCounts(reference, service.summary)];
}

/** The words of a fault are each one's own. */
function ofPlaces(reference: readonly string[], service: readonly string[]): string[] {
  const expected = new Set(reference.map(placeOf));
  const found = new Set(service.map(placeOf));
  return [
    ...[...expected]
      .filter((place) => !found.has(place))
      .map((place) => `only the reference finds fault with ${place}`),
    ...[...found].filter((place) => !expected.has(place)).map((place) => `only the service finds fault with ${place}`),
  ];
}

function ofFiles(reference: ReadonlyMap<string, string>, out: string): string[] {
  const written = filesIn(out);
  const statements = [...written.keys()].filter((file) => /^statements\/.*\.csv$/.test(file));
  const unexpected = statements.filter((file) => !reference.has(file));
  const differing = [...reference].flatMap(([file, expected]) => {
    const found = written.get(file);
    if (found === undefined) return [`${file} is missing`];
    return firstDifference(file, expected, comparable(file, found));
  });
  return [...unexpected.map((file) => `${file} is one too many`), ...differing];
}

function firstDifference(file: string, expected: string, found: string): string[] {
  if (expected === found) return [];
  const [theirs, ours] = [expected.split('\n'), found.split('\n')];
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  const line = at < 0 ? theirs.length : at;
  return [`${file}:${line + 1}: the reference has ${theirs[line]}, the service ${ours[line]}`];
}

function ofCounts({ counts }: Extract<ReferenceResult, { files: unknown }>, summary: RunSummary): string[] {
  return Object.entries(counts)
    .filter(([name, count]) => summary.counts[name as keyof typeof counts] !== count)
    .map(
      ([name, count]) =>
        `${name}: the reference counts ${count}, the service ${summary.counts[name as keyof typeof counts]}`,
    );
}

/** Whether the long tests are asked for, as `npm run soak` does. */
export const SOAK = process.env['CINELEDGER_SOAK'] === '1';
