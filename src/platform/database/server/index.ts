export { acquireServer } from './acquire-server.js';
export type { AcquiredServer } from './acquired-server.js';
export { readServerOptions, type ServerOptions } from './options.js';
export { releaseOnSignal } from './release-on-signal.js';
export { APP_ROLE, ensureAppRole } from './roles.js';
