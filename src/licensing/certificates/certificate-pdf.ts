import { grouped, inWords, useTypeInWords } from '../../kernel/words.js';
import { FontSet } from '../../platform/pdf/font-set.js';
import { ACCENT, GREY, INK, TINT } from '../../platform/pdf/palette.js';
import { type Margins, Paper, type TextStyle } from '../../platform/pdf/paper.js';
import type { Certificate, CertificateContent } from './certificate.js';

const MARGINS: Margins = { top: 64, right: 60, bottom: 72, left: 60 };
const LABEL_WIDTH = 120;
const LINE = 16;

const STYLE = {
  society: { size: 16, weight: 'bold', colour: ACCENT },
  kind: { size: 13, weight: 'regular', colour: GREY },
  label: { size: 9.5, weight: 'regular', colour: GREY },
  value: { size: 11, weight: 'regular', colour: INK },
  licensee: { size: 14, weight: 'bold', colour: INK },
  code: { size: 13, weight: 'bold', colour: ACCENT },
  address: { size: 9, weight: 'regular', colour: ACCENT },
  note: { size: 8, weight: 'regular', colour: GREY },
} as const satisfies Record<string, TextStyle>;

// One a process, as they are opened when the first certificate is drawn.
const fonts = new FontSet();

/**
 * Draws a certificate on a page. The same certificate gives the same bytes: it is dated on the day of its issue.
 * @param checkAt the address at which it can be checked
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
  paper.y += 12;
  paper.paragraph('What this certificate does not name is not granted.', STYLE.value);
  drawCheck(paper, certificate, content, checkAt);
  paper.eachPage((page, pages) => drawFoot(paper, content, page, pages));
  return paper.bytes();
}

/** What the certificate names, in the order of the page. */
function factsOf(content: CertificateContent): readonly (readonly [label: string, value: string])[] {
  const { useTypes, rights, validFrom, validTo, tariff, tariffVersion, resolutionNumber, resolutionOn } = content;
  const { statementConsent, reportEveryMonths: months } = content;
  return [
    ['Licence', content.licence],
    ['Rights', rights.map(inWords).join(', ')],
    ['Use types', useTypes.map(useTypeInWords).join(', ')],
    ['Territories', territoriesInWords(content.territories)],
    ['Days', `${validFrom} to ${validTo}, both included`],
    ['Exclusive', content.exclusive ? 'yes' : 'no'],
    ['Usage reports', `by ${content.metric}, every ${months === 1 ? 'month' : `${months} months`}`],
    ...(statementConsent === undefined ? [] : [['On statements', shownOrNot(statementConsent)] as const]),
    ['Fee', `${content.currency} ${grouped(content.fee)}`],
    ['Tariff', `${tariff}, version ${tariffVersion}, by resolution ${resolutionNumber} of ${resolutionOn}`],
  ];
}

function shownOrNot(statementConsent: boolean): string {
  return `name and figures of the licensee are ${statementConsent ? '' : 'not '}shown to rights holders`;
}

function territoriesInWords({ except, codes }: CertificateContent['territories']): string {
  if (!except) return codes.join(', ') || 'none';
  return codes.length === 0 ? 'the world' : `the world without ${codes.join(', ')}`;
}

function drawHead(paper: Paper, { society, licensee }: CertificateContent): void {
  for (const line of paper.fit.wrap(society, 'bold', paper.width / STYLE.society.size, 3)) {
    paper.text(line, paper.left, paper.y + 16, STYLE.society);
    paper.y += 22;
  }
  paper.text('Licence certificate', paper.left, paper.y + 14, STYLE.kind);
  paper.y += 28;
  paper.rule(paper.y, 1.5, ACCENT);
  paper.y += 28;
  for (const line of paper.fit.wrap(licensee, 'bold', paper.width / STYLE.licensee.size, 3)) {
    paper.text(line, paper.left, paper.y + 14, STYLE.licensee);
    paper.y += 20;
  }
  paper.y += 2;
  paper.paragraph('may use the works that the society manages, as follows.', STYLE.value);
  paper.y += 18;
}

function drawFact(paper: Paper, label: string, value: string): void {
  const lines = paper.fit.wrap(value, 'regular', (paper.width - LABEL_WIDTH) / STYLE.value.size);
  paper.ensure(LINE);
  paper.text(label, paper.left, paper.y + 11, STYLE.label);
  for (const line of lines) {
    paper.ensure(LINE);
    paper.text(line, paper.left + LABEL_WIDTH, paper.y + 11, STYLE.value);
    paper.y += LINE;
  }
  paper.y += 6;
}

function drawCheck(
  paper: Paper,
  { code, sha256, issuedAt }: Certificate,
  { quoteSha256 }: CertificateContent,
  checkAt: string,
): void {
  const height = 128;
  paper.ensure(height + 20);
  paper.y += 20;
  const [x, top, width] = [paper.left + 16, paper.y, paper.width - 32];
  paper.box(paper.left, top, paper.width, height, TINT);
  paper.box(paper.left, top, 3, height, ACCENT);
  paper.cell({ text: 'Anyone can check this certificate by its code', x, width, style: STYLE.label }, top + 22);
  paper.cell({ text: code, x, width, style: STYLE.code, tooWide: 'shrink' }, top + 42);
  paper.cell({ text: checkAt, x, width, style: STYLE.address, tooWide: 'shrink' }, top + 60);
  paper.link(x, top + 50, width, 14, checkAt);
  const issued = `Issued on ${issuedAt.toISOString().slice(0, 10)}. The check tells whether the licence is in force today.`;
  const notes = [issued, `SHA-256 of its data: ${sha256}`, `SHA-256 of the accepted quote: ${quoteSha256}`];
  for (const [index, text] of notes.entries()) {
    paper.cell({ text, x, width, style: STYLE.note, tooWide: 'shrink' }, top + 84 + 14 * index);
  }
  paper.y += height;
}

function drawFoot(paper: Paper, { society, licence }: CertificateContent, page: number, pages: number): void {
  const [baseline, half] = [paper.bottom + 32, paper.width / 2];
  paper.rule(baseline - 14, 0.5, GREY);
  const text = `${society} · licence ${licence}`;
  paper.cell({ text, x: paper.left, width: paper.width - 70, style: STYLE.note }, baseline);
  const which = `${page} of ${pages}`;
  paper.cell({ text: which, x: paper.left + half, width: half, style: STYLE.note, align: 'right' }, baseline);
}
