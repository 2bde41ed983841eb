export { Alias } from './alias.entity.js';
export { MatchingModule } from './matching.module.js';
export { MatchingService, type NewAlias } from './matching.service.js';
export type { Candidates } from './rules/candidates.js';
