import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { By, MayCall, Public } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { ServiceSettings } from '../../platform/http/service-settings.js';
import { LicenceRegister } from '../licences/licence-register.js';
import { today } from '../../platform/today.js';
import { CertificateCheckView, CertificateView, CheckQuery } from './certificate.dto.js';
import { CertificatesService } from './certificates.service.js';

@ApiTags('certificates')
@Controller('v1')
export class CertificatesController {
  constructor(
    private readonly database: Database,
    private readonly licences: LicenceRegister,
    private readonly certificates: CertificatesService,
    private readonly settings: ServiceSettings,
  ) {}

  /** Gives the certificate of a licence. */
  @Get('licences/:id/certificate')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<CertificateView> {
    return this.licences.certificate(tx, actor, id, this.#checkAt);
  }

  /** Gives the certificate as a page to print. */
  @Get('licences/:id/certificate.pdf')
  @OwnTransactions()
  @Header('Content-Type', 'application/pdf')
  @MayCall(...OFFICERS, 'L')
  @ApiOkResponse({
    description: 'The page.',
    content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
  })
  async pdf(@By() actor: Actor, @Param('id') id: string): Promise<StreamableFile> {
    const bytes = await this.database.read(actor.scope, (tx) =>
      this.licences.certificatePdf(tx, actor, id, this.#checkAt),
    );
    return new StreamableFile(bytes, { disposition: 'attachment; filename="certificate.pdf"' });
  }

  /**
   * Checks a certificate by its code, for everybody: what it says, all but the price, and where the licence stands today.
   * Spaces and the case of letters do not matter.
   */
  @Get('public/certificates/:code')
  @OwnTransactions()
  @Public()
  @ApiParam({ name: 'code', example: '1-4X9T-0000-1111-2222-3333-4444-5555-6666' })
  async check(@Param('code') code: string, @Query() { day }: CheckQuery): Promise<CertificateCheckView> {
    return CertificateCheckView.from(await this.certificates.check(code, day ?? today()));
  }

  readonly #checkAt = (code: string) => `${this.settings.publicUrl}/v1/public/certificates/${code}`;
}
