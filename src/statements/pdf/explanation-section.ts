import type { Paper } from '../../platform/pdf/paper.js';
import { heading, STYLE } from './look.js';
import type { StatementDocument } from './statement-document.js';

/** How the amounts came about, how anyone can check them, and what to write when one is wrong. */
export function drawExplanation(paper: Paper, { society, party, csvName }: StatementDocument): void {
  const texts = [
    'How the amounts are computed. Each use of a work earns points: views, seconds or revenue, times the weights of the use type and of the type of work. A line’s exact amount is the net of the pool × its points × your share ÷ all points of the pool. Your part of a pool is the sum of its lines, rounded once: everyone’s part is rounded down, and the units left over go one each to the largest remainders.',
    `How to check. The file ${csvName} beside this statement has every line with the points, the share, and the points and net of its pool, so that each amount can be checked on a calculator. It gives exact amounts to ten decimals; what is owed to you is the rounded part of each pool.`,
    `If something is wrong. Write to ${society.name} with your party code ${party.code}, and name the collection, the work and the claim. A use that is missing, a share that is not yours or a dispute that is settled can be corrected in a later distribution.`,
  ];
  heading(paper, 'About this statement', 115);
  for (const text of texts) {
    paper.paragraph(text, STYLE.note);
    paper.y += 4;
  }
}
