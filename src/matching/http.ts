// The second front door: for what answers over HTTP.
export { MatchingHttpModule } from './matching-http.module.js';
