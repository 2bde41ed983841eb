import { DomainError } from '../kernel/domain-error.js';

export const statementNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'statement-not-found',
    `Statement ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/statements lists those that are.`,
  );

export const lineNotFound = (line: string, lines: number) =>
  new DomainError(
    'not-found',
    'statement-line-not-found',
    `The statement has no line ${JSON.stringify(line)}: its lines are numbered from 1 to ${lines}.`,
  );

export const tooLongForSheet = (lines: number, most: number) =>
  new DomainError(
    'unprocessable',
    'statement-too-long-for-sheet',
    `The statement has ${lines} lines and a workbook holds ${most} of them. Take its CSV.`,
  );
