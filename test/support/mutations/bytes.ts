import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../random.js';
import { pickFile, type Mutation } from './mutation.js';

type Edit = (bytes: Buffer, random: Random) => { bytes: Buffer; words: string };

/** Turns a change of a file's bytes into a mutation. */
function ofBytes(edit: Edit): Mutation {
  return (folder, random) => {
    const file = pickFile(folder, random);
    if (file === undefined) return undefined;
    const { bytes, words } = edit(readFileSync(join(folder, file)), random);
    writeFileSync(join(folder, file), bytes);
    return `${file}: ${words}`;
  };
}

function ofText(words: string, edit: (text: string, random: Random) => string): Mutation {
  return ofBytes((bytes, random) => ({ bytes: Buffer.from(edit(bytes.toString('utf8'), random)), words }));
}

const truncated = ofBytes((bytes, random) => {
  const length = random.below(bytes.length + 1);
  return { bytes: bytes.subarray(0, length), words: `truncated to ${length} of ${bytes.length} bytes` };
});

function inserted(what: Buffer, words: string): Mutation {
  return ofBytes((bytes, random) => {
    const at = random.below(bytes.length + 1);
    const result = Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);
    return { bytes: result, words: `${words} inserted at byte ${at}` };
  });
}

const inUtf16 = ofBytes((bytes, random) => {
  const little = Buffer.from(bytes.toString('utf8'), 'utf16le');
  const mark = random.percent(60) ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0);
  const all = Buffer.concat([mark, little]);
  const swapped = random.percent(50);
  return {
    bytes: swapped ? all.swap16() : all,
    words: `written as UTF-16 ${swapped ? 'big' : 'little'}-endian ${mark.length > 0 ? 'with' : 'without'} its mark`,
  };
});

const inLatin1 = ofBytes((bytes) => ({
  bytes: Buffer.from(bytes.toString('utf8'), 'latin1'),
  words: 'written as Latin-1',
}));

const flipped = ofBytes((bytes, random) => {
  const flips = Math.min(bytes.length, random.between(1, 20));
  for (let flip = 0; flip < flips; flip++) {
    const at = random.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random.below(8));
  }
  return { bytes, words: `${flips} bits flipped` };
});

const tail = ofBytes((bytes, random) => {
  const noise = Buffer.from(Array.from({ length: random.between(1, 2_000) }, () => random.below(256)));
  return { bytes: Buffer.concat([bytes, noise]), words: `${noise.length} random bytes appended` };
});

const emptied: Mutation = ofBytes((_, random) => {
  const [text, words] = random.pick<[string, string]>([
    ['', 'emptied'],
    ['\uFEFF', 'emptied but for a byte order mark'],
    ['\n \r\n\t\r', 'emptied but for blank rows'],
    ['""', 'emptied but for two quotes'],
    [',', 'emptied but for a comma'],
  ]);
  return { bytes: Buffer.from(text), words };
});

/** Changes of a file as bytes and as text. */
export const BYTE_MUTATIONS: readonly Mutation[] = [
  truncated,
  inserted(Buffer.from([0]), 'a NUL'),
  inserted(Buffer.from([0xb0, 0xd4, 0xcd, 0xf5]), '霸王 in GBK'),
  inserted(Buffer.from('\uFEFF'), 'a byte order mark'),
  inserted(Buffer.from('"'), 'a quote'),
  inserted(Buffer.from(','), 'a comma'),
  inserted(Buffer.from('\r'), 'a carriage return'),
  inserted(Buffer.from('\u0001'), 'a control character'),
  inserted(Buffer.from([0xed, 0xa0, 0x80]), 'half of a surrogate pair'),
  inUtf16,
  inLatin1,
  flipped,
  tail,
  emptied,
  ofText('all line ends made CR', (text) => text.replace(/\r\n|\n/g, '\r')),
  ofText('all line ends made U+2028', (text) => text.replace(/\r\n|\r|\n/g, '\u2028')),
  ofText('a quote opened on one row', (text, random) => {
    const rows = text.split('\n');
    const at = random.below(rows.length);
    rows[at] = '"' + rows[at]!;
    return rows.join('\n');
  }),
  ofText('every quote doubled', (text) => text.replaceAll('"', '""')),
  ofText('commas made semicolons', (text) => text.replaceAll(',', ';')),
  ofText('contents written twice', (text) => text + '\n' + text),
];
