import { DomainError } from '../kernel/domain-error.js';

export const notLoggedIn = () =>
  new DomainError(
    'unauthenticated',
    'not-logged-in',
    'The operation needs to know who asks. Log in at POST /v1/session, or send a token of POST /v1/oauth/token as Authorization: Bearer.',
  );

export const tokenInvalid = (cause: unknown) =>
  new DomainError(
    'unauthenticated',
    'token-invalid',
    'The token is not one of ours, was changed, or has expired. Get a new one at POST /v1/oauth/token.',
    { cause },
  );

export const roleForbids = (roles: readonly string[]) =>
  new DomainError(
    'forbidden',
    'role-forbids',
    `The operation is for ${roles.join(', ')}. Ask somebody who has one of these roles, or the operator of the service for it.`,
  );

export const otherSite = () =>
  new DomainError(
    'forbidden',
    'other-site',
    'A page of another site sent this request with your session. Nothing was done. Programs use a token in place of the cookie.',
  );

/** The same whatever was wrong, so that nobody learns which accounts there are. */
export const loginRefused = () =>
  new DomainError(
    'unauthenticated',
    'login-refused',
    'Society, e-mail and password do not belong together, or the account is disabled. Mind upper and lower case; the operator can set a new password.',
  );

export const codeNeeded = () =>
  new DomainError(
    'unauthenticated',
    'code-needed',
    'The account has a second factor: send the six digits that its authenticator shows now as `code`. A code is good once; wait for the next.',
  );

export const clientRefused = () =>
  new DomainError(
    'unauthenticated',
    'client-refused',
    'client_id and client_secret do not belong together, or the client was revoked. The society can give the client a new secret, or make a new client.',
  );

export const grantUnknown = () =>
  new DomainError(
    'invalid',
    'grant-unknown',
    'The only grant here is client_credentials. Send grant_type=client_credentials with client_id and client_secret.',
  );

export const tooManyAttempts = (minutes: number) =>
  new DomainError(
    'throttled',
    'too-many-attempts',
    `There were too many attempts for this account or from this address. Wait ${minutes} minutes.`,
  );

export const societyNotFound = (name: string) =>
  new DomainError('not-found', 'society-not-found', `Society "${name}" is not known. Mind upper and lower case.`);

export const societyExists = (cause: unknown) =>
  new DomainError('conflict', 'society-exists', 'A society or sandbox of that name exists. Choose another name.', {
    cause,
  });

export const accountExists = (cause: unknown) =>
  new DomainError(
    'conflict',
    'account-exists',
    'The society has an account of that e-mail, or a client of that name. Change that one, or choose another.',
    { cause },
  );

export const accountNotFound = (what: string) =>
  new DomainError(
    'not-found',
    'account-not-found',
    `${what} is not known in this society. \`cineledger user list\` shows those that are.`,
  );

export const clientNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'client-not-found',
    `The society has no client ${JSON.stringify(id)}, or it is revoked. GET /v1/api-clients and \`cineledger client list\` show all.`,
  );

export const clientOfOfficers = (id: string) =>
  new DomainError(
    'forbidden',
    'client-of-officers',
    `Client ${id} acts for the society's officers: whoever knows its secret could make what he approves. The operator gives it a new one with \`cineledger client renew\`.`,
  );

export const accountInvalid = (details: readonly string[]) =>
  new DomainError('invalid', 'account-invalid', 'The account cannot be made so; each fault is listed.', { details });
