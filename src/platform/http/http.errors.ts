import { DomainError } from '../../kernel/domain-error.js';

/** One field of the input that cannot be taken, and what would do. */
export interface FieldFault {
  /** Its path in the body, the query or the headers: `territories`, `titles.0`. */
  readonly field: string;
  readonly message: string;
}

export class InputInvalid extends DomainError {
  constructor(readonly faults: readonly FieldFault[]) {
    super(
      'invalid',
      'input-invalid',
      'Fields of the request cannot be taken; `errors` names each. Mend them and send it again.',
      {
        details: faults.map(({ field, message }) => `${field}: ${message}`),
      },
    );
  }
}

export const keyMissing = () =>
  new DomainError(
    'invalid',
    'idempotency-key-missing',
    'A POST needs the header Idempotency-Key: 1 to 200 printable ASCII characters, new for each thing to be done and the same when it is sent again. A UUID will do.',
  );

export const keyUsedOtherwise = () =>
  new DomainError(
    'unprocessable',
    'idempotency-key-used',
    'This Idempotency-Key came with another request before: other path or other body. Take a new key for a new thing.',
  );

export const keyInFlight = () =>
  new DomainError(
    'conflict',
    'idempotency-key-in-flight',
    'The first request with this Idempotency-Key is still being answered. Send this one again in a second.',
  );

export const versionMissing = () =>
  new DomainError(
    'unconditional',
    'if-match-missing',
    'A change needs the header If-Match with the ETag that the last GET gave, so that nobody overwrites what he has not seen.',
  );

export const versionStale = (what: string) =>
  new DomainError(
    'stale',
    'version-stale',
    `${what} was changed since the version that If-Match names. Get it again, look at the change, and send yours with the new ETag.`,
  );

export const cursorInvalid = () =>
  new DomainError(
    'invalid',
    'cursor-invalid',
    'The cursor is not one that this list gave with this sort. Take `next` of the page before as it stands, or begin without a cursor.',
  );

export const notAcceptable = () =>
  new DomainError(
    'invalid',
    'not-acceptable',
    'The operation answers with application/json, lists also with text/csv. Ask for one of them in Accept.',
  );

export const routeNotFound = (method: string, path: string) =>
  new DomainError('not-found', 'route-not-found', `There is no ${method} ${path}. The operations are listed at /docs.`);

export const bodyMalformed = (cause: unknown) =>
  new DomainError(
    'invalid',
    'body-malformed',
    'The body is not the JSON that its Content-Type promises. Mend it and send it again.',
    {
      cause,
    },
  );

export const characterNotStored = (cause: unknown) =>
  new DomainError('invalid', 'character-not-stored', 'A text of the request holds the character NUL. Leave it out.', {
    cause,
  });

export const bodyTooLarge = (cause: unknown) =>
  new DomainError('too-large', 'body-too-large', 'The body is larger than this operation takes. Send less at once.', {
    cause,
  });

/** @param mediaTypes those that the operation takes */
export const uploadNotTaken = (mediaTypes: readonly string[]) =>
  new DomainError(
    'invalid',
    'upload-not-taken',
    `The operation takes a file as its body: Content-Type ${mediaTypes.join(', ')}, with Content-Encoding gzip if it is compressed on the way. With curl: --data-binary @FILE -H "Content-Type: ${mediaTypes[0]}".`,
  );

export const uploadMalformed = (cause: unknown) =>
  new DomainError(
    'invalid',
    'upload-malformed',
    'The file is not the gzip that its headers promise, or it ends too early. Compress it again and send it whole.',
    { cause },
  );

export const uploadTooLarge = (mostBytes: number, remedy: string) =>
  new DomainError(
    'too-large',
    'upload-too-large',
    `The file has more than ${mostBytes / 1024 ** 2} MiB before it is compressed. ${remedy}`,
  );

export const tooManyRequests = (seconds: number) =>
  new DomainError(
    'throttled',
    'too-many-requests',
    `There were more requests than the limit in RateLimit-Policy allows. Wait ${seconds} seconds.`,
  );
