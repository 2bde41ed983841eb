/** The number that stands in a path, or nothing: what is none names nothing that there is. */
export function readNumber(id: string): number | undefined {
  return /^[1-9][0-9]{0,8}$/.test(id) ? Number(id) : undefined;
}
