// The second front door: for what answers over HTTP.
export { StatementsHttpModule } from './statements-http.module.js';
export { HeldStakes } from './held/held-stakes.js';
