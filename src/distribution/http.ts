// The second front door: for what answers over HTTP.
export { DistributionHttpModule } from './distribution-http.module.js';
export { DistributionView } from './distributions/distribution.dto.js';
export { DistributionRegister } from './distributions/distribution-register.js';
