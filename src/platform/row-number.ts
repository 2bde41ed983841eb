/** The number of a row that an id stands for; 0, which no row has, if it can be that of none. */
export function numberOf(id: string): number {
  return /^[1-9][0-9]{0,8}$/.test(id) ? Number(id) : 0;
}

/** The same where numbers are of bigint, which travel as texts. */
export function bigNumberOf(id: string): string {
  return /^[1-9][0-9]{0,17}$/.test(id) ? id : '0';
}
