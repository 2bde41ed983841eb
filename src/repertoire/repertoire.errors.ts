import { DomainError } from '../kernel/domain-error.js';

export const workNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'work-not-found',
    `Work ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/works?q= finds works by title.`,
  );

export const partyNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'party-not-found',
    `Party ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/parties?q= finds parties by name.`,
  );

export const claimNotFound = (id: string) =>
  new DomainError('not-found', 'claim-not-found', `Claim "${id}" is not known. Look its id up in the claims.`);

export const claimNeverInForce = () =>
  new DomainError(
    'unprocessable',
    'claim-never-in-force',
    'The claim would end before it starts. Mend validFrom or validTo; both days belong to the term.',
  );
