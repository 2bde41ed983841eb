import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded (`node --import`) into every process of a contestant: at its end it leaves what it used, as
 * `<pid>.json` in CINELEDGER_BENCH_USAGE. CPU in microseconds, memory in kibibytes, as `process.resourceUsage()`.
 */
const folder = process.env['CINELEDGER_BENCH_USAGE'];
if (folder !== undefined && isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used = { cpuMicroseconds: userCPUTime + systemCPUTime, maxRssKib: maxRSS };
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(used));
  });
}
