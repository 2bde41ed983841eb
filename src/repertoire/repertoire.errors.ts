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

export const mandateNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'mandate-not-found',
    `Mandate ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/mandates lists those that are.`,
  );

export const mandateNeverInForce = () =>
  new DomainError(
    'unprocessable',
    'mandate-never-in-force',
    'The mandate would end before it starts. Mend validFrom or validTo; both days belong to the term.',
  );

export const mandateLinesGone = (id: string) =>
  new DomainError(
    'conflict',
    'mandate-lines-gone',
    `Mandate ${JSON.stringify(id)} has no such line, or it is withdrawn already. GET it and name lines whose endsOn is null.`,
  );

export const mandateTailMarked = (id: string) =>
  new DomainError(
    'conflict',
    'mandate-tail-marked',
    `The tail of mandate ${JSON.stringify(id)} is marked already. There is nothing left to do.`,
  );

export const disputeNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'dispute-not-found',
    `Dispute ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/disputes lists those that are.`,
  );

export const claimsNotOfOneRight = () =>
  new DomainError(
    'unprocessable',
    'claims-of-several-rights',
    'A dispute is about one right in one work: name current claims of the same work and right, and none twice.',
  );

export const claimNotInDispute = (claim: string) =>
  new DomainError(
    'unprocessable',
    'claim-not-in-dispute',
    `Claim ${JSON.stringify(claim)} is not in the dispute. Name claims that it lists.`,
  );

export const claimNotOfSilentParty = (claim: string) =>
  new DomainError(
    'unprocessable',
    'claim-not-silent',
    `Claim ${JSON.stringify(claim)} is of a party that brought evidence: by default only silent parties lose. Decide otherwise, or leave it.`,
  );

export const partyNotInDispute = (party: string) =>
  new DomainError(
    'unprocessable',
    'party-not-in-dispute',
    `Party ${JSON.stringify(party)} has no claim in the dispute. Only its parties bring evidence.`,
  );
