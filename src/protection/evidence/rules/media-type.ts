/** What evidence may be: pages, pictures and recordings, and nothing that unpacks or runs. */
export const MEDIA_TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'video/mp4'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** How many bytes tell them apart. */
export const HEAD_BYTES = 12;

/**
 * What a file is by its first bytes, whatever its sender says.
 * @param head its first HEAD_BYTES, or all of a shorter file
 * @returns nothing for any other type
 */
export function mediaTypeOf(head: Uint8Array): MediaType | undefined {
  const text = Array.from(head.subarray(0, HEAD_BYTES), (byte) => String.fromCharCode(byte)).join('');
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'image/webp';
  return text.slice(4, 8) === 'ftyp' ? 'video/mp4' : undefined;
}
