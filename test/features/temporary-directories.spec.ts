import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inTemporaryDirectory, removeLeftDirectories } from '../../src/platform/files/temporary-directory.js';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A directory with a file in it, as a process would leave it. */
function lying(name: string): string {
  const path = join(tmpdir(), name);
  made.push(path);
  mkdirSync(path);
  writeFileSync(join(path, 'file.gz'), 'x');
  return path;
}

const left = (place: string, pid: number | string, start: string, last = 'aB3dE6') =>
  lying(`cineledger-upload-${place}-${pid}-${start}-${last}`);

/** What the names of this process's directories say: place, number, start. */
async function own(): Promise<[string, string, string]> {
  const name = await inTemporaryDirectory('page', (directory) => Promise.resolve(basename(directory)));
  return name.split('-').slice(2, 5) as [string, string, string];
}

describe('A temporary directory', () => {
  it('is gone when the work is done, or has failed', async () => {
    const paths: string[] = [];
    const write = async (directory: string) => {
      paths.push(directory);
      writeFileSync(join(directory, 'a'), 'a');
      if (paths.length > 1) throw new Error('failed');
      return Promise.resolve();
    };
    await inTemporaryDirectory('page', write);
    await expect(inTemporaryDirectory('page', write)).rejects.toThrow('failed');
    expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
  });

  it('is left alone by who starts beside its process', async () => {
    await inTemporaryDirectory('page', async (directory) => {
      await removeLeftDirectories();
      expect(existsSync(directory)).toBe(true);
    });
  });

  it('of a dead process is removed, also when its number was given anew', async () => {
    const [place, pid] = await own();
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    const paths = [left(place, dead, '17')];
    // Elsewhere it is not told when a process began.
    if (process.platform === 'linux') paths.push(left(place, pid, '17'));
    expect(await removeLeftDirectories()).toBeGreaterThanOrEqual(paths.length);
    expect(paths.filter((path) => existsSync(path))).toEqual([]);
  });

  it('of a process that cannot be seen from here stays until nothing has been written to it for a day', async () => {
    const last = Math.random().toString(36).slice(2, 8).padEnd(6, '0');
    const [fresh, old, written] = ['00000000', '00000001', '00000002'].map((place) => left(place, 1, '17', last));
    const long = new Date(Date.now() - 25 * 3_600_000);
    for (const path of [old!, join(old!, 'file.gz'), written!]) utimesSync(path, long, long);
    await removeLeftDirectories();
    expect([fresh, old, written].map((path) => existsSync(path!))).toEqual([true, false, true]);
  });

  it('that is somebody else’s is not touched', async () => {
    const paths = ['cineledger-upload-x', 'other-upload-00000000-1-1-aB3dE6'].map(lying);
    await removeLeftDirectories();
    expect(paths.map((path) => existsSync(path))).toEqual([true, true]);
  });
});
