import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { formatAmount } from '../../kernel/money.js';
import { rightOf, type UseType } from '../../kernel/vocabulary.js';
import { Database, type Tx } from '../../platform/database/database.js';
import type { LicenceState } from '../licences/licence.states.js';
import type { Certificate, CertificateContent } from './certificate.js';
import { type Quote, sha256Of } from '../quotes/quotes.service.js';
import { CODE_BYTES, readVerificationCode, verificationCode } from '../rules/verification-code.js';

/** What anyone who has the code may know: all but the price, which is between society and licensee. */
export interface CertificateCheck extends Omit<CertificateContent, 'fee' | 'currency' | 'quoteSha256'> {
  /** Where the licence stands now. */
  state: LicenceState;
  /** Whether it is active and the day asked for lies in its term. */
  inForce: boolean;
  issuedAt: Date;
  /** Of the certificate as issued, to compare a copy with. */
  sha256: string;
}

/** What a certificate needs of a licence. */
interface CertifiedLicence {
  licenceId: number;
  code: string;
  licenseeName: string;
  useTypes: UseType[];
  territoriesExcept: boolean;
  territoryCodes: string[];
  validFrom: string;
  validTo: string;
  metric: string;
  exclusive: boolean | null;
  reportEveryMonths: number | null;
  statementConsent: boolean | null;
}

/** Certificates of licences, and their check without login. */
@Injectable()
export class CertificatesService {
  constructor(private readonly database: Database) {}

  /** Issues the certificate of a licence that has just become active; the database compares it with the terms. */
  async issue(tx: Tx, society: number, licence: CertifiedLicence, quote: Quote): Promise<Certificate> {
    const content = JSON.stringify(await certificateContent(tx, society, licence, quote));
    const code = verificationCode(society, randomBytes(CODE_BYTES));
    const sha256 = sha256Of(content);
    const [{ issuedAt }] = await tx.query<[{ issuedAt: Date }]>(
      `insert into licensing.certificate (licence_id, code, content, sha256) values ($1, $2, $3, $4)
       returning issued_at as "issuedAt"`,
      [licence.licenceId, code, content, sha256],
    );
    return { licenceId: licence.licenceId, code, content, sha256, issuedAt };
  }

  /** @throws certificate-not-found */
  async ofLicence(tx: Tx, society: number, licenceId: number): Promise<Certificate> {
    const [certificate] = (await tx.query(
      `select licence_id as "licenceId", code, content, sha256, issued_at as "issuedAt" from licensing.certificate
       where society_id = $1 and licence_id = $2`,
      [society, licenceId],
    )) as Certificate[];
    if (certificate !== undefined) return certificate;
    throw new DomainError(
      'not-found',
      'certificate-not-found',
      `Licence ${licenceId} has no certificate; one is issued when an offer is accepted.`,
    );
  }

  /**
   * The certificate as a page to print.
   * @param checkAt the address at which anyone can check a code
   * @throws certificate-not-found
   */
  async pdf(tx: Tx, society: number, licenceId: number, checkAt: (code: string) => string): Promise<Buffer> {
    const certificate = await this.ofLicence(tx, society, licenceId);
    // Fonts and all that draws take half a second to load; commands that draw nothing need not wait for them.
    const { renderCertificate } = await import('./certificate-pdf.js');
    return renderCertificate(certificate, checkAt(certificate.code));
  }

  /**
   * Checks a certificate for anyone, without login. The code names the society, and its transaction is opened here.
   * @param text the code as somebody typed it
   * @param day for which it is asked, YYYY-MM-DD
   * @throws certificate-not-found, the same for a code that cannot be one and one that was never issued
   */
  async check(text: string, day: string): Promise<CertificateCheck> {
    const read = readVerificationCode(text);
    const found =
      read &&
      (await this.database.read({ society: read.society, audience: 'public' }, (tx) => findByCode(tx, read.code)));
    if (!found) {
      throw new DomainError(
        'not-found',
        'certificate-not-found',
        'No certificate bears that code. Compare it with the paper, character by character.',
      );
    }
    const { content, state, issuedAt, sha256 } = found;
    const inForce = state === 'active' && content.validFrom <= day && day <= content.validTo;
    return { ...content, state, inForce, issuedAt, sha256 };
  }
}

interface FoundCertificate {
  content: Omit<CertificateContent, 'fee' | 'currency' | 'quoteSha256'>;
  state: LicenceState;
  issuedAt: Date;
  sha256: string;
}

async function findByCode(tx: Tx, code: string): Promise<FoundCertificate | undefined> {
  const rows = await tx.query<FoundCertificate[]>(
    'select content, state, issued_at as "issuedAt", sha256 from licensing.certificate_by_code($1)',
    [code],
  );
  return rows[0];
}

async function certificateContent(
  tx: Tx,
  society: number,
  licence: CertifiedLicence,
  quote: Quote,
): Promise<CertificateContent> {
  const [row] = (await tx.query('select name from identity.society where society_id = $1', [society])) as [
    { name: string },
  ];
  const frozen = JSON.parse(quote.content) as {
    tariff: string;
    tariffVersion: number;
    resolutionNumber: string;
    resolutionOn: string;
  };
  return {
    society: row.name,
    licence: licence.code,
    licensee: licence.licenseeName,
    rights: [...new Set(licence.useTypes.map(rightOf))].sort(),
    useTypes: licence.useTypes,
    territories: { except: licence.territoriesExcept, codes: licence.territoryCodes },
    validFrom: licence.validFrom,
    validTo: licence.validTo,
    exclusive: licence.exclusive ?? false,
    metric: licence.metric,
    reportEveryMonths: licence.reportEveryMonths ?? 0,
    statementConsent: licence.statementConsent ?? false,
    fee: formatAmount(quote.amountMinor, quote.currency),
    currency: quote.currency,
    tariff: frozen.tariff,
    tariffVersion: frozen.tariffVersion,
    resolutionNumber: frozen.resolutionNumber,
    resolutionOn: frozen.resolutionOn,
    quoteSha256: quote.sha256,
  };
}
