// The second front door: for what answers over HTTP.
export { LicensingHttpModule } from './licensing-http.module.js';
