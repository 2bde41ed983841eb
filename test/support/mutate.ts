import { BYTE_MUTATIONS } from './mutations/bytes.js';
import type { Mutation } from './mutations/mutation.js';
import { PLACE_MUTATIONS } from './mutations/places.js';
import { TABLE_MUTATIONS } from './mutations/tables.js';
import { Random } from './random.js';

/**
 * Spoils a valid distribution folder in place, in one or two ways, the same for the same folder and seed. Some of
 * the ways leave it valid.
 * @returns what was done, in words
 */
export function mutate(folder: string, seed: number): string {
  const random = new Random(seed);
  const wanted = random.percent(35) ? 2 : 1;
  const done: string[] = [];
  // A mutation may find no place, say after the deletion of the only usage file; then another one is tried.
  for (let attempt = 0; done.length < wanted && attempt < 20; attempt++) {
    const words = random.pick(kindOf(random))(folder, random);
    if (words !== undefined) done.push(words);
  }
  return done.join('; ');
}

function kindOf(random: Random): readonly Mutation[] {
  if (random.percent(50)) return TABLE_MUTATIONS;
  return random.percent(65) ? BYTE_MUTATIONS : PLACE_MUTATIONS;
}
