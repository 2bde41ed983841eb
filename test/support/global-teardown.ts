import type { TestServer } from './test-server.js';

/** Jest runs this in the process that ran global-setup.ts, whose types it shares. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { testServer?: TestServer }).testServer?.stop();
}
