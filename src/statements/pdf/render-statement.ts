import { writeFile } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FontSet } from '../../platform/pdf/font-set.js';
import { Paper } from '../../platform/pdf/paper.js';
import { drawExplanation } from './explanation-section.js';
import { drawHeld } from './held-section.js';
import { drawFoot, drawLetterhead, drawRunningHead, lastDay, wholePeriod } from './letterhead.js';
import { MARGINS, STYLE } from './look.js';
import { drawPools } from './pools-section.js';
import type { StatementDocument } from './statement-document.js';
import { totalsByCurrency } from './statement-sums.js';
import { drawSummary } from './summary-section.js';
import { drawWorks } from './works-section.js';

// One a process: opening the fonts costs more than a hundred statements.
const fonts = new FontSet();
const NO_POOL_DAY = '1970-01-01';

/**
 * Draws the statement of one party as PDF (contract, `statements/PARTY_ID.pdf`) into a file or a stream. The same
 * document gives the same bytes: it is dated on the last day that its pools cover.
 * @throws RangeError if an amount, points or a currency of the document cannot be read; Error if it cannot be written.
 */
export async function renderStatement(document: StatementDocument, out: string | Writable): Promise<void> {
  const bytes = await statementBytes(document);
  if (typeof out === 'string') await writeFile(out, bytes);
  else await pipeline(Readable.from([bytes]), out);
}

async function statementBytes(document: StatementDocument): Promise<Buffer> {
  const period = wholePeriod(document);
  const title = `Royalty statement for ${document.party.name}${period === undefined ? '' : `, ${period}`}`;
  const paper = new Paper(
    fonts,
    {
      title,
      author: document.society.name,
      subject: `Party ${document.party.code}`,
      language: document.language ?? 'en',
      createdAt: new Date(`${lastDay(document.pools) ?? NO_POOL_DAY}T00:00:00Z`),
    },
    MARGINS,
  );
  const totals = totalsByCurrency(document);
  paper.withHead(
    () => drawRunningHead(paper, document),
    () => {
      drawLetterhead(paper, document, totals);
      if (document.notice !== undefined) paper.paragraph(document.notice, STYLE.strong);
      drawSummary(paper, totals, document.released);
      drawPools(paper, document.pools, document.released);
      drawWorks(paper, document);
      drawHeld(paper, document);
      drawExplanation(paper, document);
    },
  );
  paper.eachPage((page, pages) => drawFoot(paper, document, page, pages));
  return paper.bytes();
}
