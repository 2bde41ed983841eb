// The second front door: for what answers over HTTP.
export { ProtectionHttpModule } from './protection-http.module.js';
