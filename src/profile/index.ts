export { ProfileModule } from './profile.module.js';
export { type OwnRule, type ProfileChoice, ProfileService, type RuleInForce } from './profile.service.js';
export { type Jurisdiction, type Setting, SETTINGS } from './rules/settings.js';
