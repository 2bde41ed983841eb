import { Body, Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { Public } from '../access/may-call.js';
import { clientRefused, grantUnknown } from '../identity.errors.js';
import { KeySet, TokenAnswer, TokenRequest } from './oauth.dto.js';
import { SigningKeysService } from './signing-keys.service.js';
import { TokensService } from './tokens.service.js';

@ApiTags('session')
@Controller('v1/oauth')
@OwnTransactions()
export class OauthController {
  constructor(
    private readonly tokens: TokensService,
    private readonly keys: SigningKeysService,
  ) {}

  /** Gives an API client a token for ten minutes (OAuth 2, client credentials). */
  @Post('token')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiConsumes('application/x-www-form-urlencoded', 'application/json')
  @Public()
  async token(@Body() asked: TokenRequest, @Req() request: Request): Promise<TokenAnswer> {
    if (asked.grant_type !== 'client_credentials') throw grantUnknown();
    const { id, secret } = credentialsOf(asked, request);
    const { token, seconds } = await this.tokens.issue(id, secret, request.ip ?? 'unknown');
    return { access_token: token, token_type: 'Bearer', expires_in: seconds };
  }

  /** The public keys that tokens can be checked with. */
  @Get('jwks')
  @Public()
  async jwks(): Promise<KeySet> {
    return { keys: (await this.keys.published()) as KeySet['keys'] };
  }
}

function credentialsOf({ client_id, client_secret }: TokenRequest, request: Request): { id: string; secret: string } {
  const [, basic] = /^Basic ([A-Za-z0-9+/=]{1,1000})$/i.exec(request.get('Authorization') ?? '') ?? [];
  if (basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':', 2);
    return { id, secret };
  }
  if (client_id === undefined || client_secret === undefined) throw clientRefused();
  return { id: client_id, secret: client_secret };
}
