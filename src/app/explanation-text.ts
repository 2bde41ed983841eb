import type { Explanation, ExplainedEntitlement } from '../distribution/index.js';
import { formatAmount } from '../kernel/money.js';

/** An explanation for a person to follow with a calculator. */
export function explanationText(explanation: Explanation): string {
  const { currency } = explanation;
  const amount = (minor: bigint) => `${formatAmount(minor, currency)} ${currency}`;
  const lines = [
    `${explanation.party} (${explanation.partyName}) got ${amount(explanation.amount)} of collection ${explanation.collection}.`,
    '',
    `Pool: licence ${explanation.licenceId} of ${explanation.licensee}, ${explanation.periodStart} to ${explanation.periodEnd}`,
    `  collected        ${amount(explanation.gross)}`,
    ...explanation.deductions.map(
      ({ code, kind, percent, amount: taken }) =>
        `  - ${code} (${kind})  ${percent} % of the collected = ${amount(taken)}`,
    ),
    `  net              ${amount(explanation.net)}`,
    `  points in all    ${explanation.poolPoints}`,
    '',
    `Amount: net × points of the party ÷ points in all`,
    `  ${formatAmount(explanation.net, currency)} × ${explanation.points} ÷ ${explanation.poolPoints} = ${explanation.exactAmount} ${currency} exactly (to 10 decimals)`,
    `  ${rounding(explanation, amount)}`,
    '',
    `Points: ${explanation.entitlementsInAll} rows of claim × use type × territory${shown(explanation.entitlements.length, explanation.entitlementsInAll)}`,
    ...explanation.entitlements.flatMap((entitlement) => entitlementLines(entitlement, explanation)),
  ];
  return `${lines.join('\n')}\n`;
}

function rounding({ amount, roundingUnit }: Explanation, format: (minor: bigint) => string): string {
  if (!roundingUnit) return `rounded down to ${format(amount)}; the units left over went to larger fractions`;
  return `rounded down to ${format(amount - 1n)}, and one of the units left over went here, its fraction being among the largest: ${format(amount)}`;
}

function entitlementLines(entitlement: ExplainedEntitlement, { metric, currency }: Explanation): string[] {
  const { quantity, useWeight, workWeight, points, share, partyPoints } = entitlement;
  return [
    '',
    `  ${entitlement.work} ${JSON.stringify(entitlement.title)}, ${entitlement.useType} in ${entitlement.territory}`,
    `    claim ${entitlement.claim}: ${share} % of ${entitlement.right}, ${scope(entitlement)}`,
    `    ${quantity} ${metric} × ${useWeight} (use type) × ${workWeight} (work type) = ${points} points`,
    `    ${points} × ${share} % = ${partyPoints} points of the party, worth ${entitlement.exactAmount} ${currency}`,
    `    from ${entitlement.linesInAll} usage lines${shown(entitlement.lines.length, entitlement.linesInAll)}:`,
    ...entitlement.lines.map(
      (line) =>
        `      ${line.file}:${line.line}: ${line.usedOn}, ${line.quantity} ${metric}, ${named(line)} matched by ${line.method}`,
    ),
  ];
}

function scope({ territoriesExcept, territoryCodes, validFrom, validTo }: ExplainedEntitlement): string {
  const where = territoriesExcept
    ? ['the world', ...territoryCodes.map((code) => `without ${code}`)].join(' ')
    : territoryCodes.join(' ');
  return `${where}, ${validFrom ?? 'any day'} to ${validTo ?? 'any day'}`;
}

function named({ resourceId, title, year }: { resourceId: string; title: string; year: string }): string {
  const parts = [resourceId, title === '' ? '' : JSON.stringify(title), year].filter((part) => part !== '');
  return parts.length === 0 ? 'an identifier alone' : parts.join(' ');
}

function shown(count: number, all: number): string {
  return count < all ? `, the first ${count} shown` : '';
}
