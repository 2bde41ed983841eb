import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a reader's program makes of a PDF. */
export interface ReadPdf {
  /** The text of each page; texts that stand apart on a line are separated by a blank. */
  pages: string[];
  /** Every piece of text with the place of its left and right end and of its baseline, in points from the bottom left. */
  pieces: { page: number; text: string; left: number; right: number; baseline: number }[];
  title: string;
  author: string;
  /** Title in the XMP packet; undefined if the packet is missing or is not valid XML. */
  xmpTitle: string | undefined;
  language: string | null;
  fonts: { name: string; embedded: boolean }[];
}

/** Reads a PDF with pdf.js, which shares no code with what wrote it. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0, useSystemFonts: false });
  const document = await task.promise;
  try {
    const { info, metadata } = await document.getMetadata();
    const facts = info as { Title?: string; Author?: string; Language?: string | null };
    const read: ReadPdf = {
      pages: [],
      pieces: [],
      title: facts.Title ?? '',
      author: facts.Author ?? '',
      xmpTitle: (metadata as { get(name: string): string | null } | null)?.get('dc:title') ?? undefined,
      language: facts.Language ?? null,
      fonts: [],
    };
    const fonts = new Map<string, boolean>();
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const texts = items.filter((item) => 'str' in item);
      read.pages.push(texts.map(({ str }) => str).join(''));
      for (const { str, transform, width } of texts) {
        const [left, baseline] = [Number(transform[4]), Number(transform[5])];
        if (str.trim() !== '') read.pieces.push({ page: number, text: str, left, right: left + width, baseline });
      }
      await page.getOperatorList();
      for (const id of new Set(texts.map(({ fontName }) => fontName))) {
        const font = page.commonObjs.get(id) as { name: string; missingFile?: boolean };
        fonts.set(font.name, font.missingFile !== true);
      }
    }
    read.fonts = [...fonts].map(([name, embedded]) => ({ name, embedded }));
    return read;
  } finally {
    await task.destroy();
  }
}
