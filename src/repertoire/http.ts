// The second front door: for what answers over HTTP.
export { RepertoireHttpModule } from './repertoire-http.module.js';
