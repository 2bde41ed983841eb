import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { ServiceSettings } from '../../platform/http/service-settings.js';
import { type Actor, By } from '../access/actor.js';
import { EveryActor, Public } from '../access/may-call.js';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from './session-cookie.js';
import { OpenSession, Whoami } from './session.dto.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('session')
@Controller('v1/session')
@OwnTransactions()
export class SessionController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly settings: ServiceSettings,
  ) {}

  /** Logs a person in: the answer sets the session's cookie, which lasts twelve hours. */
  @Post()
  @Public()
  async open(
    @Body() credentials: OpenSession,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Whoami> {
    const { token, expiresAt, actor } = await this.sessions.open(credentials, request.ip ?? 'unknown');
    setSessionCookie(response, token, expiresAt, this.settings.secure);
    return Whoami.from(actor);
  }

  /** Says who is asking. */
  @Get()
  @EveryActor()
  who(@By() actor: Actor): Whoami {
    return Whoami.from(actor);
  }

  /** Logs out: the session is over, also for whoever copied its cookie. */
  @Delete()
  @HttpCode(204)
  @EveryActor()
  async end(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const token = sessionTokenOf(request);
    if (token !== undefined) await this.sessions.end(token);
    clearSessionCookie(response, this.settings.secure);
  }
}
