import { QueryFailedError } from 'typeorm';
import type { DomainError } from '../../kernel/domain-error.js';

/** The name of the constraint by which the database refused a statement, or nothing if it failed otherwise. */
function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { constraint } = error.driverError as { constraint?: string };
  return constraint;
}

/** What the refusals of named constraints mean in the words of the field, by the constraint. */
export type Refusals = Readonly<Record<string, (cause: Error) => DomainError>>;

/** What the refusal means, or nothing if the error is none of these. */
export function refusalOf(error: unknown, refusals: Refusals): DomainError | undefined {
  const constraint = constraintOf(error);
  return constraint === undefined ? undefined : refusals[constraint]?.(error as Error);
}

/** Runs a statement whose refusal is to be read by people. The transaction is over either way. */
export async function readably<T>(statement: Promise<T>, refusals: Refusals): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    throw refusalOf(error, refusals) ?? error;
  }
}
