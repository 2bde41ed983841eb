import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Explanation, ExplanationService } from '../distribution/index.js';
import { SocietiesService } from '../identity/index.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database, type Tx } from '../platform/database/database.js';
import { SUMMARY } from './outputs/output-directory.js';

/** "Why this amount?", asked of a directory that a run wrote. */
@Injectable()
export class ExplainFolder {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    private readonly explanations: ExplanationService,
  ) {}

  /**
   * @param directory what `cineledger run` wrote; the answer comes from the database, so its sandbox must still hold
   *   that run
   * @throws output-not-ours, run-not-stored, and what ExplanationService throws
   */
  async explain(
    directory: string,
    allocation: { collection: string; party: string },
    most: { entitlements: number; lines: number },
  ): Promise<Explanation> {
    const { society: name, inputs } = await readSummary(directory);
    const society = await this.database.read(undefined, (tx) => this.societies.find(tx, name));
    if (society === undefined) throw notStored(directory, name);
    return this.database.read(society, async (tx) => {
      const distributionId = await findRun(tx, society, hashOfInputs(new Map(Object.entries(inputs))));
      if (distributionId === undefined) throw notStored(directory, name);
      return this.explanations.explain(tx, distributionId, allocation, most);
    });
  }
}

/** One hash over all inputs, whatever order they were read in. */
export function hashOfInputs(inputs: ReadonlyMap<string, string>): string {
  const lines = [...inputs].map(([file, hash]) => `${hash}  ${file}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

async function findRun(tx: Tx, society: number, inputsSha256: string): Promise<number | undefined> {
  const [row] = (await tx.query(
    'select distribution_id from distribution.distribution_event where society_id = $1 and inputs_sha256 = $2',
    [society, inputsSha256],
  )) as { distribution_id: number }[];
  return row?.distribution_id;
}

async function readSummary(directory: string): Promise<{ society: string; inputs: Record<string, string> }> {
  try {
    const summary: unknown = JSON.parse(await readFile(join(directory, SUMMARY), 'utf8'));
    if (isSummary(summary)) return summary;
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  const message = `${directory} was not written by a run: it has no readable ${SUMMARY}. Name the DIR of \`cineledger run FOLDER --out DIR\`.`;
  throw new DomainError('not-found', 'output-not-ours', message);
}

function isSummary(value: unknown): value is { society: string; inputs: Record<string, string> } {
  if (typeof value !== 'object' || value === null) return false;
  const { society, inputs } = value as { society?: unknown; inputs?: unknown };
  return typeof society === 'string' && typeof inputs === 'object' && inputs !== null;
}

function notStored(directory: string, society: string): DomainError {
  const message = `The database does not hold the run that wrote ${directory}: sandbox "${society}" was replaced since, or it is another database. Run the folder again.`;
  return new DomainError('conflict', 'run-not-stored', message);
}
