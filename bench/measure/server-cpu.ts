import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Linux counts CPU time in ticks of 1/100 s for user space, whatever the kernel's own rate (proc(5), USER_HZ). */
const TICKS_PER_SECOND = 100;

/**
 * CPU seconds of a PostgreSQL server since it started: the postmaster, the children it has reaped and those that
 * live. 0 where there is no /proc.
 */
export function serverCpuSeconds(postmaster: number): number {
  const own = readStat(postmaster);
  if (own === undefined) return 0;
  let ticks = own.ticks + own.childTicks;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat?.parent === postmaster) ticks += stat.ticks;
  }
  return ticks / TICKS_PER_SECOND;
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  readonly childTicks: number;
}

/** /proc/PID/stat from its third field on: the second, the command, may hold spaces. Undefined when it is gone. */
function readStat(pid: number): Stat | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { parent: field(4), ticks: field(14) + field(15), childTicks: field(16) + field(17) };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}
