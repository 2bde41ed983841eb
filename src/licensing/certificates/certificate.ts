/** What a certificate says of a licence. What it does not name is not granted. */
export interface CertificateContent {
  society: string;
  licence: string;
  licensee: string;
  rights: string[];
  useTypes: string[];
  territories: { except: boolean; codes: string[] };
  validFrom: string;
  validTo: string;
  exclusive: boolean;
  /** What usage is reported by, and how often. */
  metric: string;
  reportEveryMonths: number;
  /** Whether the licensee's name and figures stand on statements of rights holders. Earlier certificates say nothing. */
  statementConsent?: boolean;
  /** Major units with all decimals of the currency. */
  fee: string;
  currency: string;
  tariff: string;
  tariffVersion: number;
  resolutionNumber: string;
  resolutionOn: string;
  quoteSha256: string;
}

export interface Certificate {
  licenceId: number;
  /** By which anyone can check it. */
  code: string;
  /** JSON of a CertificateContent; `sha256` is of these very bytes. */
  content: string;
  sha256: string;
  issuedAt: Date;
}
