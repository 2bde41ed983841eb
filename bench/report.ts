import { cpus, loadavg, totalmem } from 'node:os';
import type { Contestant, Outcome } from './contestants/contestant.js';

/** All rounds of all contestants on one folder. */
export interface Series {
  readonly lines: number;
  readonly outcomes: ReadonlyMap<Contestant, readonly Outcome[]>;
  /** SHA-256 of allocations.csv by contestant. */
  readonly allocations: ReadonlyMap<string, string>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

const medianOf = (outcomes: readonly Outcome[], figure: (outcome: Outcome) => number) => median(outcomes.map(figure));
const spread = (outcomes: readonly Outcome[]) => outcomes.map((outcome) => outcome.seconds.toFixed(2)).join(' ');

/** Medians and ratios as a Markdown table; a ratio is the contestant's seconds over the reference's. */
function table(series: Series): string {
  const secondsOf = (name: string) => {
    const found = [...series.outcomes].find(([contestant]) => contestant.name === name);
    return found && medianOf(found[1], (outcome) => outcome.seconds);
  };
  const ratio = (seconds: number, name: string) => {
    const reference = secondsOf(name);
    return reference === undefined ? '' : (seconds / reference).toFixed(2);
  };
  const rows = [...series.outcomes].map(([contestant, outcomes]) => {
    const seconds = medianOf(outcomes, (outcome) => outcome.seconds);
    return [
      contestant.title,
      seconds.toFixed(2),
      ratio(seconds, 'floor'),
      ratio(seconds, 'duckdb'),
      ratio(seconds, 'script'),
      medianOf(outcomes, (outcome) => outcome.cpu).toFixed(1),
      medianOf(outcomes, (outcome) => outcome.serverCpu).toFixed(1),
      medianOf(outcomes, (outcome) => outcome.peakMib).toFixed(0),
      spread(outcomes),
    ];
  });
  const header = ['', 'seconds', '× floor', '× DuckDB', '× script', 'CPU s', 'server CPU s', 'peak MiB', 'rounds'];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Median seconds of each stage that the service tells. */
function stages(series: Series): string {
  const told = [...series.outcomes].flatMap(([, outcomes]) =>
    outcomes.flatMap(({ stages: seconds }) => (seconds ? [seconds] : [])),
  );
  const names = [...new Set(told.flatMap((seconds) => Object.keys(seconds)))];
  const figures = names.map((name) => `${name} ${median(told.map((seconds) => seconds[name] ?? 0)).toFixed(2)}`);
  return figures.length === 0 ? '' : `\n\nStages of the service, seconds: ${figures.join(', ')}.`;
}

/** What contestants disagree about, in words; empty when all arrived at the same bytes. */
export function disagreement(series: Series): string {
  if (new Set(series.allocations.values()).size <= 1) return '';
  const hashes = [...series.allocations].map(([name, hash]) => `${name} ${hash.slice(0, 12)}`);
  return `The allocations of ${series.lines} lines DIFFER: ${hashes.join(', ')}.`;
}

/** Runnable processes, averaged over the last minute: above 0.5 before the first run, seconds say little. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** The whole result as Markdown. `load` is the load of the machine before the first run. */
export function report(all: readonly Series[], load: number): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const parts = all.map((series) => {
    const names = [...series.allocations.keys()].join(', ');
    const agreed = series.allocations.size < 2 ? '' : `\n\nThe same allocations.csv, byte for byte: ${names}.`;
    const verdict = disagreement(series) === '' ? agreed : `\n\n${disagreement(series)}`;
    return `### ${series.lines.toLocaleString('en-GB')} lines\n\n${table(series)}${stages(series)}${verdict}`;
  });
  return `${machine}, Node ${process.versions.node}, ${process.platform}, load ${load.toFixed(2)} before the first run.\n\n${parts.join('\n\n')}\n`;
}
