import { formatFixed } from '../../src/kernel/decimal.js';
import type {
  HeldLine,
  StatementDocument,
  StatementLine,
  StatementPool,
} from '../../src/statements/pdf/statement-document.js';

/** A pool of 100,000.00 EUR with two deductions, of which the party got 1,234 in 100,000 points. */
export function samplePool(changes: Partial<StatementPool> = {}): StatementPool {
  return {
    collectionId: 'C1',
    licenceId: 'L1',
    licensee: 'Streamly SA',
    periodStart: '2025-01-01',
    periodEnd: '2025-03-31',
    currency: 'EUR',
    gross: 10_000_000n,
    deductions: [
      { code: 'ADM', kind: 'admin_fee', percent: '10', amount: 1_000_000n },
      { code: 'SOC', kind: 'social_cultural', percent: '2', amount: 200_000n },
    ],
    net: 8_800_000n,
    poolPoints: '100000',
    partyPoints: '1234',
    partyAmount: 108_592n,
    roundingUnit: false,
    ...changes,
  };
}

export function sampleLine(changes: Partial<StatementLine> = {}): StatementLine {
  return {
    collectionId: 'C1',
    workId: 'W1',
    title: 'The Night Train',
    right: 'making_available',
    useType: 'svod',
    territory: 'FR',
    share: '50',
    claimId: 'CL-1',
    points: '2468',
    exactAmount: '1085.92',
    currency: 'EUR',
    quantity: '2468',
    metric: 'views',
    ...changes,
  };
}

export function sampleHeld(changes: Partial<HeldLine> = {}): HeldLine {
  return {
    collectionId: 'C1',
    workId: 'W1',
    title: 'The Night Train',
    reason: 'disputed',
    exactAmount: '12.3456789012',
    currency: 'EUR',
    points: '99',
    ...changes,
  };
}

/** A statement with one pool and one line, unless the changes say otherwise. */
export function sampleStatement(changes: Partial<StatementDocument> = {}): StatementDocument {
  const works = changes.works ?? [sampleLine()];
  return {
    society: { name: 'Society of Film Makers' },
    party: { code: 'P1', name: 'Zoë Łukasińska' },
    pools: [samplePool()],
    works,
    totalLines: works.length,
    csvName: 'P1.csv',
    held: [],
    ...changes,
  };
}

/** Lines of made-up works, `lines` of them, three to a work, each with another amount. */
export function manyLines(lines: number, titles: readonly string[]): StatementLine[] {
  return Array.from({ length: lines }, (_, index) => {
    const work = Math.floor(index / 3);
    return sampleLine({
      workId: `W${String(work + 1).padStart(4, '0')}`,
      title: titles[work % titles.length] ?? '',
      useType: ['svod', 'avod', 'cable_retransmission'][index % 3] ?? 'svod',
      right: index % 3 === 2 ? 'retransmission' : 'making_available',
      territory: ['FR', 'DE', 'JP', 'GB'][index % 4] ?? 'FR',
      points: String(1000 + index * 37),
      quantity: String(1000 + index * 37),
      exactAmount: formatFixed(BigInt(123_456_789_012 + index * 1_234_567_891), 10),
    });
  });
}
