import { DomainError, type DomainErrorKind } from '../../kernel/domain-error.js';
import { type FieldFault, InputInvalid } from './http.errors.js';

const STATUS: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  unprocessable: 422,
  unconditional: 428,
  throttled: 429,
};

/** RFC 9457 problem details. */
export class Problem {
  /** Where the code is explained: /docs/problems.md#code. @example "/docs/problems.md#work-not-found" */
  type!: string;
  /** The code in words. @example "Work not found" */
  title!: string;
  /** The HTTP status. @example 404 */
  status!: number;
  /** What is wrong, where, and what to do. @example "Work paper-kite is not known." */
  detail!: string;
  /** Names the problem for programs. @example "work-not-found" */
  code!: string;
  /** Name it when you ask about this answer. @example "0193a0b2-6f6e-7c3e-b1a5-9f2d8c4e7a10" */
  requestId!: string;
  /** Each field that cannot be taken. */
  errors?: FieldFault[];
  /** Every fault, where there are several. */
  details?: string[];

  static of(error: DomainError, requestId: string): Problem {
    const { code, kind, message, details } = error;
    const words = code.replaceAll('-', ' ');
    return {
      type: `/docs/problems.md#${code}`,
      title: words.charAt(0).toUpperCase() + words.slice(1),
      status: STATUS[kind],
      detail: message,
      code,
      requestId,
      ...(error instanceof InputInvalid
        ? { errors: [...error.faults] }
        : details.length > 0 && { details: [...details] }),
    };
  }

  /** A defect of ours: what went wrong stands in the log under the request's id, and not in the answer. */
  static unexpected(requestId: string): Problem {
    return {
      type: 'about:blank',
      title: 'Internal server error',
      status: 500,
      detail:
        'The service failed. Whether something was done can be seen by sending the request again with the same Idempotency-Key.',
      code: 'internal',
      requestId,
    };
  }
}
