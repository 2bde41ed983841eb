import pg from 'pg';
import { Attacker, type Answer } from './attack.js';
import { RepertoireHouse } from './repertoire.js';

type Attack = readonly [what: string, constraint: string, ...statements: string[]];

/** A society with mandates in many states and two disputes, and someone who means it no good. */
export interface RepertoireAttacks {
  refuses: (attacks: readonly Attack[]) => void;
  /** How the database answers the application; `:name` is the number of a mandate, a party, or the dispute about a work. */
  answer: (...statements: string[]) => Promise<Answer>;
  /** How it answers a role: the first column of all rows, or the constraint or SQLSTATE of the refusal. */
  as: (role: 'holder' | 'public', party: string | undefined, statement: string) => Promise<unknown>;
  house: () => RepertoireHouse;
  numberOf: (name: string) => number;
}

/** Opens it before the tests of a file and closes it afterwards. */
export function repertoireAttacks(): RepertoireAttacks {
  let house: RepertoireHouse;
  let attacker: Attacker;
  let thief: pg.Client;
  const ids: Record<string, number> = {};
  const filled = (text: string) => text.replace(/(?<!:):([a-z]+)/g, (_, name: string) => String(ids[name]));

  beforeAll(async () => {
    house = await RepertoireHouse.open();
    attacker = await Attacker.connect(house.service.db.url);
    thief = new pg.Client({ connectionString: house.service.db.loginUrl });
    await thief.connect();
    Object.assign(ids, await furnish(house));
  });
  afterAll(async () => {
    await attacker?.close();
    await thief?.end();
    await house?.close();
  });

  const answer = (...statements: string[]) => attacker.try(house.society, statements.map(filled));
  return {
    answer,
    house: () => house,
    numberOf: (name) => ids[name]!,
    refuses(attacks) {
      it.each(attacks)('%s (%s)', async (_what, constraint, ...statements) => {
        expect(await answer(...statements)).toMatchObject({ constraint });
      });
    },
    async as(role, party, statement) {
      await thief.query('begin');
      try {
        await thief.query(`set local role cineledger_${role}`);
        await thief.query(`set local app.society = '${house.society}'`);
        if (party !== undefined) await thief.query(`set local app.party = '${ids[party]}'`);
        const { rows } = await thief.query<unknown[]>({ text: filled(statement), rowMode: 'array' });
        return rows.map(([first]) => first);
      } catch (error) {
        if (!(error instanceof pg.DatabaseError)) throw error;
        return error.constraint ?? error.code;
      } finally {
        await thief.query('rollback');
      }
    },
  };
}

/** @returns the numbers of what attacks name */
async function furnish(house: RepertoireHouse): Promise<Record<string, number>> {
  const lines = [
    { right: 'rental', consentOn: '2026-01-10' },
    { right: 'broadcasting', consentOn: '2026-01-10' },
  ];
  await house.mandate('draft', 'jade', 'draft');
  await house.mandate('signed', 'jade', 'signed');
  await house.mandate('future', 'jade', 'signed', { lines: [{ right: 'rental', consentOn: '2999-01-01' }] });
  await house.mandate('long', 'jade', 'signed', { noticeMonths: 7 });
  await house.mandate('sister', 'sister', 'signed', { kind: 'representation_agreement' });
  await house.mandate('active', 'jade', 'active', { lines });
  await house.mandate('over', 'jade', 'active', { validTo: '2026-02-01' });
  await house.mandate('exclusive', 'jade', 'active', {
    exclusive: true,
    lines: [{ right: 'rental', consentOn: '2026-01-10', territories: 'FR DE' }],
  });
  await house.mandate('second', 'jade', 'signed', {
    exclusive: true,
    lines: [{ right: 'rental', consentOn: '2026-01-10', territories: '* -DE' }],
  });
  await house.claim('c1', 'jade', '60');
  await house.claim('c2', 'lin', '60');
  await house.post('/v1/works', { id: 'salt', title: 'Salt Road' }, 201);
  await house.claim('s1', 'lin', '60', { work: 'salt' });
  await house.claim('s2', 'sister', '60', { work: 'salt' });
  const rows = await house.service.db.database.read(house.society, (tx) =>
    tx.query<{ name: string; id: number }[]>(
      `select code as name, mandate_id as id from repertoire.mandate
       union all select w.code, d.dispute_id from repertoire.dispute d join repertoire.work w using (work_id)
       union all select code, party_id from repertoire.party where code <> 'sister'`,
    ),
  );
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

/** The hash of some file, in SQL. */
export const SHA = `sha256('x')`;

/** Another person than the one who made the mandates. */
export const APPROVER = { role: `'AP'`, actor: `'client:approver'` };
export const SYSTEM = { role: `'SYS'` };

/** A row of a mandate's history, by hand. */
export function step(
  mandate: string,
  ordinal: number,
  from: string,
  to: string,
  more: Record<string, string> = {},
): string {
  const row = { role: `'RO'`, actor: `'client:mallory'`, reason: `'why not'`, ...more };
  return `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, ${Object.keys(row).join(', ')})
    values (:${mandate}, ${ordinal}, '${from}', '${to}', ${Object.values(row).join(', ')})`;
}

/** A row of a dispute's history, by hand. */
export function move(
  dispute: string,
  ordinal: number,
  from: string,
  to: string,
  more: Record<string, string> = {},
): string {
  return step(dispute, ordinal, from, to, more).replace('mandate_event (mandate_id', 'dispute_event (dispute_id');
}
