export { FollowProtectionCalendar } from './protection.jobs.js';
export { ProtectionModule } from './protection.module.js';
export { PROTECTION_PROBLEMS } from './protection-problems.js';
