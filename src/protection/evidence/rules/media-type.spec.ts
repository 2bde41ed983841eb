import { mediaTypeOf } from './media-type.js';

const file = (head: string) => Uint8Array.from(head, (character) => character.charCodeAt(0));

describe('What evidence is', () => {
  it.each([
    ['%PDF-1.7\n%', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n\0\0\0\r', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x18ftypmp42', 'video/mp4'],
  ])('is told by its first bytes: %j is %s', (head, type) => {
    expect(mediaTypeOf(file(head))).toBe(type);
  });

  it.each([
    'PK\x03\x04',
    '\x1f\x8b\x08',
    'MZ\x90',
    '\x7fELF',
    '<html>',
    '<svg xmlns=',
    'RIFF\x24\0\0\0AVI ',
    '%PD',
    '',
  ])('is no archive, program, page of the web or anything else: %j', (head) => {
    expect(mediaTypeOf(file(head))).toBeUndefined();
  });
});
