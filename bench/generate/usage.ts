import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type GeneratedLicence, LICENCES, LICENSEES } from './licensing.js';
import { type Random, at, drawTable, zipf } from './random.js';
import type { LineTails } from './tails.js';

export const USAGE_HEADER =
  'licence_id,use_type,territory,used_on,views,seconds,revenue,resource_id,title,year,eidr,imdb_id';
const BLOCK_BYTES = 4 * 1024 * 1024;
const LONGEST_LINE = 4096;
/** Parts of 2³²: 1 % of lines are rejected, 2 % fall outside every collection, 7 % name no known work. */
const REJECTED = 0.01 * 2 ** 32;
const OUTSIDE = 0.02 * 2 ** 32;
const UNKNOWN = 0.07 * 2 ** 32;

/** The start of a line: `licence_id,use_type,territory,`. */
interface Head {
  readonly bytes: Buffer;
  readonly licence: GeneratedLicence;
  readonly licensee: number;
  readonly inside: readonly Buffer[];
  readonly outside: readonly Buffer[];
}

function makeHeads(): { heads: Head[]; weights: number[] } {
  const days = Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
  const heads: Head[] = [];
  const weights: number[] = [];
  for (const licence of LICENCES) {
    const covered = (day: string) => licence.periods.some(([start, end]) => start <= day && day <= end);
    const inside = days.filter(covered).map((day) => Buffer.from(`${day},`));
    const outside = days.filter((day) => !covered(day)).map((day) => Buffer.from(`${day},`));
    const shares = zipf(licence.territories.length, 1);
    const sum = shares.reduce((total, share) => total + share, 0);
    licence.useTypes.forEach((useType, rank) => {
      licence.territories.forEach((territory, place) => {
        const bytes = Buffer.from(`${licence.id},${useType},${territory},`);
        heads.push({ bytes, licence, licensee: LICENSEES.indexOf(licence.licensee), inside, outside });
        weights.push((licence.weight * (rank === 0 ? 0.75 : 0.25) * at(shares, place)) / sum);
      });
    });
  }
  return { heads, weights };
}

/** Writes `value` in decimal digits and returns the place after them. */
function writeDigits(target: Buffer, place: number, value: number): number {
  let digits = 1;
  for (let limit = 10; limit <= value; limit *= 10) digits += 1;
  let rest = value;
  for (let i = place + digits - 1; i >= place; i -= 1) {
    const next = Math.floor(rest / 10);
    target[i] = 48 + rest - next * 10;
    rest = next;
  }
  return place + digits;
}

/** `views,seconds,revenue,`: few lines are huge, most are small; revenue has two to four decimals. */
function writeMetrics(target: Buffer, start: number, random: Random): number {
  const bits = random.next();
  const views = 1 + (bits >>> (18 + (bits & 7) + ((bits >>> 3) & 3)));
  const seconds = views * (240 + ((bits >>> 5) & 4095));
  const cents = views * (3 + ((bits >>> 8) & 511));
  let place = writeDigits(target, start, views);
  target[place] = 44;
  place = writeDigits(target, place + 1, seconds);
  target[place] = 44;
  place = writeDigits(target, place + 1, Math.floor(cents / 100));
  target[place] = 46;
  target[place + 1] = 48 + (Math.floor(cents / 10) % 10);
  target[place + 2] = 48 + (cents % 10);
  place += 3;
  if ((bits & 0x30000) === 0) {
    target[place] = 48 + ((bits >>> 20) % 10);
    target[place + 1] = 53;
    place += 2;
  }
  target[place] = 44;
  return place + 1;
}

/** A line that contract ¶1 rejects, by any of its codes but bad_row: plain COPY, the floor, takes no ragged rows. */
function rejectedLine(licence: GeneratedLicence, tail: string, random: Random): string {
  const [first = ''] = licence.useTypes;
  const territory = licence.territories[0] ?? '';
  const good = [licence.id, first, territory, '2024-03-05', '17', '61200', '4.25'];
  const withCell = (place: number, value: string) => `${good.with(place, value).join(',')},${tail}`;
  switch (random.below(8)) {
    case 0:
      return `${good.slice(0, 4).join(',')},,,,${tail}`;
    case 1:
      return withCell(0, random.pick(['ALPHA', 'OLD-LICENCE', '']));
    case 2:
      return withCell(3, random.pick(['2024-02-30', '05/03/2024', '20240305', '']));
    case 3:
      return withCell(2, random.pick(['UK', 'usa', 'EU', '']));
    case 4:
      return `${good.with(4, '-3').with(5, '"1,000"').with(6, '1e3').join(',')},${tail}`;
    case 5:
      return withCell(1, random.pick(['private_copy', 'streaming', 'SVOD']));
    case 6:
      return licence.expression === '*' ? withCell(2, 'XX') : withCell(2, 'AQ');
    default:
      return withCell(3, random.pick(['2023-12-31', '2025-01-01']));
  }
}

/** Fills `target` from `start` with one usage line and returns the place after it. */
type LineWriter = (target: Buffer, start: number) => number;

function lineWriter(tails: LineTails, random: Random): LineWriter {
  const { heads, weights } = makeHeads();
  const table = drawTable(weights, 16);
  return (target, start) => {
    const head = heads[table[random.next() >>> 16] ?? 0] ?? at(heads, 0);
    const fate = random.next();
    if (fate < REJECTED) {
      const line = rejectedLine(head.licence, tails.text(tails.known(head.licensee, random)), random);
      return start + target.write(line, start);
    }
    head.bytes.copy(target, start);
    const days = fate < REJECTED + OUTSIDE ? head.outside : head.inside;
    const day = days[Math.floor((random.next() / 4294967296) * days.length)] ?? at(days, 0);
    day.copy(target, start + head.bytes.length);
    const place = writeMetrics(target, start + head.bytes.length + day.length, random);
    const unknown = fate >= 4294967296 - UNKNOWN;
    const tail = unknown ? tails.unknown(head.licensee, random) : tails.known(head.licensee, random);
    return tails.copy(tail, target, place);
  };
}

function fileCount(lines: number): number {
  return lines <= 100_000 ? 2 : lines <= 1_000_000 ? 4 : 10;
}

/** Writes `usage/part-NN.csv`, `lines` data lines in all, in blocks of some megabytes. */
export function writeUsage(folder: string, lines: number, tails: LineTails, random: Random): void {
  mkdirSync(join(folder, 'usage'));
  const write = lineWriter(tails, random);
  const block = Buffer.allocUnsafe(BLOCK_BYTES + LONGEST_LINE);
  const files = fileCount(lines);
  for (let file = 0; file < files; file += 1) {
    const name = `part-${String(file + 1).padStart(2, '0')}.csv`;
    const output = openSync(join(folder, 'usage', name), 'wx');
    let place = block.write(`${USAGE_HEADER}\n`);
    const count = Math.floor((lines * (file + 1)) / files) - Math.floor((lines * file) / files);
    for (let line = 0; line < count; line += 1) {
      place = write(block, place);
      if (place >= BLOCK_BYTES) {
        writeSync(output, block, 0, place);
        place = 0;
      }
    }
    writeSync(output, block, 0, place);
    closeSync(output);
  }
}
