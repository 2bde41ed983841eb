import { OmitType } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { formatTerritories } from '../../kernel/territory.js';
import { IsDay } from '../../platform/http/fields.js';
import type { Certificate, CertificateContent } from './certificate.js';
import type { CertificateCheck } from './certificates.service.js';

/** What a certificate says. What it does not name is not granted. */
export class CertificateFacts {
  /** @example "Society of Film Makers" */
  society!: string;
  /** @example "L-2027-1" */
  licence!: string;
  /** @example "示例流媒体有限公司" */
  licensee!: string;
  /** @example ["rental"] */
  rights!: string[];
  /** @example ["rental"] */
  useTypes!: string[];
  /** @example "CN" */
  territories!: string;
  /** @example "2027-01-01" */
  validFrom!: string;
  /** @example "2027-12-31" */
  validTo!: string;
  /** @example false */
  exclusive!: boolean;
  /** What usage is reported by. @example "views" */
  metric!: string;
  /** How many months a usage report covers. @example 3 */
  reportEveryMonths!: number;
  /** Whether the licensee's name and figures stand on statements of rights holders. @example true */
  statementConsent!: boolean;
  /** In major units. @example "3000.00" */
  fee!: string;
  /** @example "CNY" */
  currency!: string;
  /** Id of the tariff. @example "rental" */
  tariff!: string;
  /** 1, 2, … of the tariff. @example 1 */
  tariffVersion!: number;
  /** By which the members adopted it. @example "2019-7" */
  resolutionNumber!: string;
  /** @example "2019-11-02" */
  resolutionOn!: string;
  /** Of the quote that was accepted. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  quoteSha256!: string;
}

export class CertificateView extends CertificateFacts {
  /** By which anyone can check it. @example "1-4X9T-0000-1111-2222-3333-4444-5555-6666" */
  code!: string;
  /** Where. @example "https://rights.example/v1/public/certificates/1-4X9T-0000-1111-2222-3333-4444-5555-6666" */
  checkAt!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  issuedAt!: string;
  /** All of it as the one text that was issued. @example "{\"society\":\"Society of Film Makers\"}" */
  content!: string;
  /** SHA-256 of that text in UTF-8. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  sha256!: string;

  static from({ code, content, sha256, issuedAt }: Certificate, checkAt: (code: string) => string): CertificateView {
    const { territories, statementConsent = false, ...facts } = JSON.parse(content) as CertificateContent;
    return {
      ...{ ...facts, territories: formatTerritories(territories), statementConsent },
      ...{ code, checkAt: checkAt(code), issuedAt: issuedAt.toISOString(), content, sha256 },
    };
  }
}

export class CheckQuery {
  /** The day that is asked about; without it today. @example "2027-06-30" */
  @IsOptional()
  @IsDay()
  day?: string;
}

/** What anyone who has the code may know: all but the price. */
export class CertificateCheckView extends OmitType(CertificateFacts, ['fee', 'currency', 'quoteSha256'] as const) {
  /** Where the licence stands now. @example "active" */
  state!: string;
  /** Whether it is active, and the day asked about lies in its term. @example true */
  inForce!: boolean;
  /** @example "2026-11-25T09:30:00.000Z" */
  issuedAt!: string;
  /** Of the certificate as issued, to compare a copy with. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  sha256!: string;

  // As jsonb keeps no order of keys, the view gives them one.
  static from(check: CertificateCheck): CertificateCheckView {
    const { society, licence, licensee, rights, useTypes, validFrom, validTo, exclusive, metric } = check;
    const {
      reportEveryMonths,
      statementConsent = false,
      tariff,
      tariffVersion,
      resolutionNumber,
      resolutionOn,
    } = check;
    const { state, inForce, sha256 } = check;
    return {
      ...{ society, licence, licensee, rights, useTypes, territories: formatTerritories(check.territories) },
      ...{ validFrom, validTo, exclusive, metric, reportEveryMonths, statementConsent },
      ...{ tariff, tariffVersion, resolutionNumber, resolutionOn },
      ...{ state, inForce, issuedAt: check.issuedAt.toISOString(), sha256 },
    };
  }
}
