import { createHash } from 'node:crypto';

const MOST_CHARACTERS = 100;
// Cc are the control characters; a lone surrogate (Cs) has no UTF-8 form, so two of them would become one name.
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;

// 255 bytes are what ext4, XFS, APFS and NTFS-in-UTF-8 hold; four go to `.csv` or `.pdf`.
const MOST_STEM_BYTES = 251;
const UNSAFE = /^\.|[^\p{L}\p{N}._-]/gu;

/** Whether the text may be an id: 1 to 100 characters (code points), none of them a control character. */
export function isId(text: string): boolean {
  if (text.length === 0 || text.length > 2 * MOST_CHARACTERS || FORBIDDEN.test(text)) return false;
  return text.length <= MOST_CHARACTERS || [...text].length <= MOST_CHARACTERS;
}

/**
 * Orders by code points, as PostgreSQL's collation "C" does on UTF-8: negative, zero or positive.
 * `<` compares UTF-16 units and puts U+1F3AC before U+FF21, since surrogates are small numbers.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

// Lifts surrogates above U+E000–FFFF, where the code points that they spell belong.
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x2800 : unit;
}

/**
 * The file name, without extension, of what belongs to an id (contract, `statements/PARTY_ID.csv`): every character but
 * letters, digits (Unicode L, N), `.`, `_` and `-`, and a leading `.`, as its UTF-8 bytes in upper-case `%XX`.
 *
 * A name of more than 251 bytes cannot be a file once `.csv` follows. It is cut after the last character that fits, and
 * `~` and the SHA-256 of the id follow. `~` is always escaped otherwise, so a cut name never equals a whole one.
 */
export function fileNameOf(id: string): string {
  const name = id.replace(UNSAFE, percentEncoded);
  if (Buffer.byteLength(name) <= MOST_STEM_BYTES) return name;
  const tail = `~${createHash('sha256').update(id).digest('hex')}`;
  let head = '';
  let room = MOST_STEM_BYTES - tail.length;
  for (const [index, character] of [...id].entries()) {
    const piece = index === 0 ? character.replace(UNSAFE, percentEncoded) : safe(character);
    room -= Buffer.byteLength(piece);
    if (room < 0) break;
    head += piece;
  }
  return head + tail;
}

function safe(character: string): string {
  return character === '.' ? character : character.replace(UNSAFE, percentEncoded);
}

function percentEncoded(character: string): string {
  return Buffer.from(character, 'utf8').toString('hex').toUpperCase().replace(/../g, '%$&');
}
