import type { Attacker } from './attack.js';
import type { TestDatabase } from './database.js';
import { OURS, postedDatabase } from './posted-database.js';

/** An attack as the application of our society, and the name of the constraint that refuses it. */
export type Attack = readonly [what: string, constraint: string, statements: readonly string[]];

export interface Attacks {
  refuses: (attacks: readonly Attack[]) => void;
  /** Attacks that a missing privilege or row-level security refuses: SQLSTATE 42501. */
  forbids: (attacks: readonly (readonly [what: string, statement: string])[]) => void;
  attacker: () => Attacker;
  db: () => TestDatabase;
}

/** Tests of a file against one posted database. */
export function attacks(): Attacks {
  let db: TestDatabase;
  let attacker: Attacker;

  beforeAll(async () => {
    ({ db, attacker } = await postedDatabase());
  });

  afterAll(async () => {
    await attacker?.close();
    await db?.drop();
  });

  return {
    refuses(all) {
      it.each(all)('%s (%s)', async (_what, constraint, statements) => {
        expect(await attacker.try(OURS, statements)).toMatchObject({ constraint });
      });
    },
    forbids(all) {
      it.each(all)('%s', async (_what, statement) => {
        expect(await attacker.try(OURS, [statement])).toEqual({ constraint: undefined, code: '42501' });
      });
    },
    attacker: () => attacker,
    db: () => db,
  };
}
