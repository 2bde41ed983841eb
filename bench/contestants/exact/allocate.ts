import { cell } from '../../generate/csv.js';
import type { Arithmetic } from './arithmetic.js';
import { type Deduction, type Pool, digitsOf } from './masters.js';

const SUSPENSE_ORDER = ['suspense:unidentified', 'suspense:unclaimed', 'suspense:disputed'];

function amount(minor: bigint, digits: number): string {
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function inCodePointOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Contract ¶6. */
function deduct<N>(pool: Pool<N>, deductions: readonly Deduction[]): { taken: [string, bigint][]; net: bigint } {
  let net = pool.gross;
  const taken: [string, bigint][] = [];
  for (const { id, licence, percent } of deductions) {
    if (licence !== '' && licence !== pool.licence.id) continue;
    const rounded = (pool.gross * percent * 2n + 100_000_000n) / 200_000_000n;
    const part = rounded < net ? rounded : net;
    net -= part;
    taken.push([id, part]);
  }
  return { taken, net };
}

interface Part<N> {
  readonly beneficiary: string;
  amount: bigint;
  readonly rest: N;
}

/** Contract ¶7: largest remainder. */
function share<N>(pool: Pool<N>, net: bigint, exact: Arithmetic<N>): Omit<Part<N>, 'rest'>[] {
  const [first, ...others] = pool.points.values();
  if (first === undefined) return [{ beneficiary: 'suspense:undistributed', amount: net }];
  const all = others.reduce((sum, points) => exact.plus(sum, points), first);
  const parts = [...pool.points].map(([beneficiary, points]): Part<N> => {
    const { whole, rest } = exact.share(net, points, all);
    return { beneficiary, amount: whole, rest };
  });
  const rank = (part: Part<N>) => SUSPENSE_ORDER.indexOf(part.beneficiary);
  const order = (a: Part<N>, b: Part<N>) =>
    exact.compare(b.rest, a.rest) || rank(a) - rank(b) || inCodePointOrder(a.beneficiary, b.beneficiary);
  let left = net - parts.reduce((sum, part) => sum + part.amount, 0n);
  for (const part of [...parts].sort(order)) {
    if (left === 0n) break;
    part.amount += 1n;
    left -= 1n;
  }
  return parts;
}

/** Contract ¶6 and ¶7 for every pool, as the text of allocations.csv. */
export function allocationsCsv<N>(
  pools: readonly Pool<N>[],
  deductions: readonly Deduction[],
  exact: Arithmetic<N>,
): string {
  const lines = ['collection_id,beneficiary_kind,beneficiary,currency,amount'];
  for (const pool of pools) {
    const { taken, net } = deduct(pool, deductions);
    const { currency } = pool.licence;
    const rows = [
      ...taken.map(([id, part]) => ['deduction', id, part] as const),
      ...share(pool, net, exact)
        .filter((part) => part.amount > 0n)
        .map((part) => {
          const colon = part.beneficiary.indexOf(':');
          return [part.beneficiary.slice(0, colon), part.beneficiary.slice(colon + 1), part.amount] as const;
        }),
    ];
    rows.sort((a, b) => inCodePointOrder(a[0], b[0]) || inCodePointOrder(a[1], b[1]));
    for (const [kind, id, part] of rows) {
      lines.push([pool.id, kind, id, currency, amount(part, digitsOf(currency))].map(cell).join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}
