import { DomainError } from '../kernel/domain-error.js';

export const serviceNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'service-not-found',
    `Service ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/services lists those that are.`,
  );

export const platformIsYours = () =>
  new DomainError(
    'invalid',
    'service-of-own-platform',
    'A platform registers its own services. Leave platform out: only an officer names one.',
  );

export const evidenceNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'evidence-not-found',
    `Evidence ${JSON.stringify(id)} is not known, or not yours to see. Bring the file with POST /v1/evidence; its id is the SHA-256 of its bytes.`,
  );

/** @param said the type in the request's header */
export const evidenceOfOtherType = (said: string) =>
  new DomainError(
    'invalid',
    'evidence-of-other-type',
    `The first bytes of the file are not those of ${said}. Send it under its own type: a PDF, a PNG, JPEG or WebP picture, or an MP4 recording.`,
  );

export const listingNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'listing-not-found',
    `Listing ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/listings lists those that are.`,
  );

export const releaseNeverInTheatres = () =>
  new DomainError(
    'unprocessable',
    'release-never-in-theatres',
    'A release would end before it begins, or covers no territory. Mend releasedOn, lastDay or territories.',
  );

export const authorityNeeded = () =>
  new DomainError(
    'unprocessable',
    'listing-without-authority',
    'An official listing names whose list it is: authority, year, batch and listedOn. They are what sets it apart from the society’s own list.',
  );

export const authorityMisplaced = () =>
  new DomainError(
    'unprocessable',
    'listing-not-official',
    'The listing is for the society’s own list, which names no authority. Leave authority, year, batch and listedOn out, or propose an official listing.',
  );

export const dutyNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'duty-not-found',
    `Duty ${JSON.stringify(id)} is not known, or not yours to see. GET /v1/listing-duties lists those that are.`,
  );

export const nameOrIdentifier = () =>
  new DomainError(
    'invalid',
    'one-name-needed',
    'Ask by exactly one of title, eidr, isan and imdb. For several, ask several times, or read the feed.',
  );
