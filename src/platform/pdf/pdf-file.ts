import PDFDocument from 'pdfkit';

const XML_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// What XML 1.0 cannot carry, even escaped: control characters, lone surrogates and the two that are none.
const NOT_XML = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** What a PDF says of itself; `createdAt` makes the bytes depend on the data alone. */
export interface PdfDescription {
  title: string;
  author: string;
  subject: string;
  /** BCP 47 tag of the language the document is written in. */
  language: string;
  createdAt: Date;
}

/** pdfkit 0.20 pastes title and author into the XMP packet as they are: a name with `&` would make it invalid XML. */
export class PdfFile extends PDFDocument {
  constructor({ language, createdAt, title, author, subject }: PdfDescription, size: [number, number]) {
    super({
      size,
      margin: 0,
      pdfVersion: '1.7',
      // The empty name keeps pdfkit from loading Helvetica, which is not embedded and has no Ł.
      font: '',
      bufferPages: true,
      autoFirstPage: false,
      lang: language,
      displayTitle: true,
      info: { Title: title, Author: author, Subject: subject, Creator: 'Cineledger', CreationDate: createdAt },
    });
  }

  override endMetadata(): void {
    const info = this.info;
    this.info = { ...info };
    for (const key of ['Title', 'Author', 'Subject'] as const) {
      this.info[key] = (info[key] ?? '')
        .replace(NOT_XML, '\ufffd')
        .replace(/[&<>]/g, (sign) => XML_ESCAPES[sign] ?? '');
    }
    super.endMetadata();
    this.info = info;
  }
}
