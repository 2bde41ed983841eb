import type { Request, Response } from 'express';

const NAME = 'cineledger_session';
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9._-]{1,200})(?:;|$)`);

export function sessionTokenOf(request: Request): string | undefined {
  return COOKIE.exec(request.get('Cookie') ?? '')?.[1];
}

/** No script reads it, no other site sends it, and it goes over HTTPS alone where the service is reached so. */
export function setSessionCookie(response: Response, token: string, expires: Date, secure: boolean): void {
  response.cookie(NAME, token, { httpOnly: true, sameSite: 'strict', secure, path: '/', expires });
}

export function clearSessionCookie(response: Response, secure: boolean): void {
  response.clearCookie(NAME, { httpOnly: true, sameSite: 'strict', secure, path: '/' });
}
