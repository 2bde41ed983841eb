import { FontSet } from '../../platform/pdf/font-set.js';
import { ACCENT, GREY, INK, TINT } from '../../platform/pdf/palette.js';
import { type Margins, Paper, type TextStyle } from '../../platform/pdf/paper.js';
import type { Certificate, CertificateContent } from './certificate.js';

const MARGINS: Margins = { top: 64, right: 60, bottom: 64, left: 60 };
const LABEL_WIDTH = 120;
const LINE = 15;

const STYLE = {
  society: { size: 16, weight: 'bold', colour: ACCENT },
  kind: { size: 12, weight: 'regular', colour: GREY },
  label: { size: 9, weight: 'regular', colour: GREY },
  value: { size: 10, weight: 'regular', colour: INK },
  licensee: { size: 12, weight: 'bold', colour: INK },
  code: { size: 11.5, weight: 'bold', colour: ACCENT },
  note: { size: 8, weight: 'regular', colour: GREY },
} as const satisfies Record<string, TextStyle>;

// One a process, as they are opened when the first certificate is drawn.
const fonts = new FontSet();

/**
 * Draws a certificate on a page. The same certificate gives the same bytes: it is dated on the day of its issue.
 * @param checkAt the address at which a code can be checked, printed beside it
 */
export async function renderCertificate(certificate: Certificate, checkAt: string): Promise<Buffer> {
  const content = JSON.parse(certificate.content) as CertificateContent;
  const paper = new Paper(
    fonts,
    {
      title: `Licence ${content.licence}`,
      author: content.society,
      subject: `Licence certificate for ${content.licensee}`,
      language: 'en',
      createdAt: certificate.issuedAt,
    },
    MARGINS,
  );
  drawHead(paper, content);
  for (const [label, value] of factsOf(content)) drawFact(paper, label, value);
  paper.y += 10;
  paper.paragraph('What this certificate does not name is not granted.', STYLE.value);
  drawCheck(paper, certificate, checkAt);
  return paper.bytes();
}

/** What the certificate names, in the order of the page. */
function factsOf(content: CertificateContent): readonly (readonly [label: string, value: string])[] {
  const { useTypes, rights, validFrom, validTo, tariff, tariffVersion, resolutionNumber, resolutionOn } = content;
  const months = content.reportEveryMonths;
  return [
    ['Licence', content.licence],
    ['Rights', inWords(rights)],
    ['Use types', inWords(useTypes)],
    ['Territories', territoriesInWords(content.territories)],
    ['Days', `${validFrom} to ${validTo}, both included`],
    ['Exclusive', content.exclusive ? 'yes' : 'no'],
    ['Usage reports', `by ${content.metric}, every ${months === 1 ? 'month' : `${months} months`}`],
    ['Fee', `${content.currency} ${content.fee}`],
    ['Tariff', `${tariff}, version ${tariffVersion}, by resolution ${resolutionNumber} of ${resolutionOn}`],
    ['Quote', content.quoteSha256],
  ];
}

function inWords(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('_', ' ')).join(', ');
}

function territoriesInWords({ except, codes }: CertificateContent['territories']): string {
  if (!except) return codes.join(', ') || 'none';
  return codes.length === 0 ? 'the world' : `the world without ${codes.join(', ')}`;
}

function drawHead(paper: Paper, { society, licensee }: CertificateContent): void {
  for (const line of paper.fit.wrap(society, 'bold', paper.width / STYLE.society.size, 3)) {
    paper.text(line, paper.left, paper.y + 16, STYLE.society);
    paper.y += 21;
  }
  paper.text('Licence certificate', paper.left, paper.y + 12, STYLE.kind);
  paper.y += 24;
  paper.rule(paper.y, 1.5, ACCENT);
  paper.y += 22;
  for (const line of paper.fit.wrap(licensee, 'bold', paper.width / STYLE.licensee.size, 3)) {
    paper.text(line, paper.left, paper.y + 12, STYLE.licensee);
    paper.y += 17;
  }
  paper.paragraph('may use the works that the society manages, as follows.', STYLE.value);
  paper.y += 12;
}

function drawFact(paper: Paper, label: string, value: string): void {
  const lines = paper.fit.wrap(value, 'regular', (paper.width - LABEL_WIDTH) / STYLE.value.size);
  paper.ensure(LINE);
  paper.text(label, paper.left, paper.y + 10, STYLE.label);
  for (const line of lines) {
    paper.ensure(LINE);
    paper.text(line, paper.left + LABEL_WIDTH, paper.y + 10, STYLE.value);
    paper.y += LINE;
  }
  paper.y += 3;
}

function drawCheck(paper: Paper, { code, sha256, issuedAt }: Certificate, checkAt: string): void {
  const height = 92;
  paper.ensure(height + 16);
  paper.y += 16;
  const [x, top, width] = [paper.left + 14, paper.y, paper.width - 28];
  paper.box(paper.left, top, paper.width, height, TINT);
  paper.box(paper.left, top, 3, height, ACCENT);
  paper.cell({ text: `Check it at ${checkAt} with the code`, x, width, style: STYLE.label }, top + 20);
  paper.cell({ text: code, x, width, style: STYLE.code, tooWide: 'shrink' }, top + 42);
  const issued = `Issued on ${issuedAt.toISOString().slice(0, 10)}. The check tells whether the licence is in force today.`;
  paper.cell({ text: issued, x, width, style: STYLE.note }, top + 62);
  paper.cell({ text: `SHA-256 of its data: ${sha256}`, x, width, style: STYLE.note, tooWide: 'shrink' }, top + 78);
  paper.y += height;
}
