import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type HouseRequest, requestOf } from '../../platform/http/caller.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { TokensService } from '../clients/tokens.service.js';
import { notLoggedIn, otherSite, roleForbids } from '../identity.errors.js';
import { sessionTokenOf } from '../sessions/session-cookie.js';
import type { Actor } from './actor.js';
import { type Rule, RULE } from './may-call.js';

/** Finds out who asks, and lets through whom the operation's rule names. An operation without a rule lets nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<Rule | undefined>(RULE, context.getHandler());
    if (rule === undefined) throw new Error(`${context.getClass().name}.${context.getHandler().name} has no rule`);
    if (rule === 'public') return true;
    const request = requestOf(context);
    const actor = await this.#authenticate(request);
    if (!actor.roles.some((role) => rule.includes(role))) throw roleForbids(rule);
    request.caller = actor;
    return true;
  }

  async #authenticate(request: HouseRequest): Promise<Actor> {
    const [, bearer] = /^Bearer ([!-~]+)$/i.exec(request.get('Authorization') ?? '') ?? [];
    if (bearer !== undefined) return this.tokens.verify(bearer);
    const token = sessionTokenOf(request);
    const actor = token === undefined ? undefined : await this.sessions.find(token);
    if (actor === undefined) throw notLoggedIn();
    requireOwnSite(request);
    return actor;
  }
}

/**
 * The cookie goes with what a page of the same site sends (SameSite=Strict); sites share a domain, so that is not enough
 * where another program runs beside us. Browsers say where a request comes from; who says nothing is no browser.
 */
function requireOwnSite(request: HouseRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw otherSite();
}
