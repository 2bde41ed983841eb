/** Something wrong with a file, at its place. */
export interface Fault {
  file: string;
  line?: number;
  column?: string;
  /** Names what is wrong for programs: `cell_invalid`, `key_unknown` and so on. */
  code?: string;
  message: string;
}

/** `file:line: column: what is wrong` (contract, Input). */
export function formatFault({ file, line, column, message }: Fault): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return column === undefined ? `${place}: ${message}` : `${place}: ${column}: ${message}`;
}

/** Why bytes are no text of ours. */
export function notUtf8(line: number, byte: number): { line: number; message: string } {
  const shown = byte === 0 ? 'a NUL byte' : `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return {
    line,
    message: `the file is not UTF-8 text (${shown}); save it as UTF-8, it may be UTF-16, GB18030 or Windows-1252`,
  };
}
