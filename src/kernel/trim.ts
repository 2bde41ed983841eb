/**
 * A cell without the white space at both ends, white space being Unicode's White_Space property.
 * `String.prototype.trim` differs in two characters: it leaves NEXT LINE (U+0085), and it takes U+FEFF, which is no
 * white space; a byte order mark at the start of a file is the reader's to drop, anywhere else it is part of the text.
 */
export function trimCell(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

// All of White_Space lies in the basic plane, so UTF-16 units serve.
function isWhiteSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  return (
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x1680 ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
