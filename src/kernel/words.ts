// Forms of codes and figures that English pages share.

const ABBREVIATIONS: ReadonlySet<string> = new Set(['svod', 'avod', 'tvod', 'fast']);

/** `making_available` as `making available`. */
export function inWords(code: string): string {
  return code.replaceAll('_', ' ');
}

/** A use type within a sentence: `SVOD`, `public screening`. */
export function useTypeInWords(useType: string): string {
  return ABBREVIATIONS.has(useType) ? useType.toUpperCase() : inWords(useType);
}

/** A decimal with thousands separators: `1234567.5` is `1,234,567.5`. */
export function grouped(decimal: string): string {
  const point = decimal.indexOf('.');
  const whole = point < 0 ? decimal : decimal.slice(0, point);
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + decimal.slice(whole.length);
}
