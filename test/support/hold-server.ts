// A command in miniature: acquires the server, says so on one line, and releases it when its standard input ends.
import { acquireServer, readServerOptions, releaseOnSignal } from '../../src/platform/database/server/index.js';

const options = readServerOptions(process.env, process.cwd());
const server = await acquireServer({ ...options, binariesPackage: process.env['BINARIES_PACKAGE'] });
releaseOnSignal(server, (error) => console.error(error));
console.log(JSON.stringify({ url: server.url(), version: server.version }));
process.stdin.resume();
process.stdin.on('end', () => {
  server.release().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
});
