export { acquireServer } from './acquire-server.js';
export type { AcquiredServer } from './acquired-server.js';
export { readServerOptions, type ServerOptions } from './options.js';
export { releaseOnSignal } from './release-on-signal.js';
export { requireHarmlessLogin } from './login.js';
export {
  allowLogin,
  APP_ROLE,
  AUDIENCE_ROLES,
  ensureAppRole,
  ensureAudienceRoles,
  ensureJobsRole,
  JOBS_ROLE,
  LOGIN_ROLE,
} from './roles.js';
