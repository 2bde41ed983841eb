// The second front door: for what answers over HTTP.
export { ProfileHttpModule } from './profile-http.module.js';
