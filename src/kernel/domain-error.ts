/** What a refusal means to whoever asked; HTTP turns it into a status, the command line into an exit code. */
export type DomainErrorKind =
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'unprocessable'
  /** Nobody knows who asks. */
  | 'unauthenticated'
  /** What is to be changed is no longer what the caller saw. */
  | 'stale'
  /** The caller did not say which state it saw. */
  | 'unconditional'
  | 'too-large'
  /** Too often; later it will do. */
  | 'throttled';

/**
 * A refusal that the field knows: `code` in kebab-case names it for programs, `message` is a sentence with the place and
 * the remedy, `details` lists every fault found where there are several. Modules declare theirs in `*.errors.ts`.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly kind: DomainErrorKind;
  readonly details: readonly string[];

  constructor(
    kind: DomainErrorKind,
    code: string,
    message: string,
    more: { details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, 'cause' in more ? { cause: more.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.kind = kind;
    this.details = more.details ?? [];
  }
}
