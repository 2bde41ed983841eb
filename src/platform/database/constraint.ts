import { QueryFailedError } from 'typeorm';

/** The name of the constraint by which the database refused a statement, or nothing if it failed otherwise. */
export function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { constraint } = error.driverError as { constraint?: string };
  return constraint;
}
