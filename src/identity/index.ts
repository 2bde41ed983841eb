export { IdentityModule } from './identity.module.js';
export { SocietiesService } from './societies.service.js';
export { Society } from './society.entity.js';
