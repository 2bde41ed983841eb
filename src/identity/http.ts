// The second front door: for what answers over HTTP. A command does not load what stands behind it.
export { By } from './access/actor.js';
export { AccessGuard } from './access/access.guard.js';
export { MayCall, Public } from './access/may-call.js';
export { IdentityHttpModule } from './identity-http.module.js';
