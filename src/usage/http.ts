// The second front door: for what answers over HTTP.
export { UsageHttpModule } from './usage-http.module.js';
