import { Attacker } from './attack.js';
import { LicensingHouse } from './licensing.js';
import { newSociety } from './society.js';

/** An attack as the application, `:name` being the number of a row of the fixture; and the constraint that refuses it. */
type Attack = readonly [what: string, constraint: string, ...statements: readonly string[]];

/** A society of the European Union with licences in many states, and someone who means it no good. */
interface Opened {
  house: LicensingHouse;
  attacker: Attacker;
  /** Numbers of rows that the attacks are about, by name. */
  ids: Readonly<Record<string, number>>;
  /** A society that has none of these rows. */
  other: number;
}

/** Opens them before the tests of a file and closes them afterwards. */
export function licensingAttacks(): {
  /** Attacks that a named constraint refuses. */
  refuses: (attacks: readonly Attack[]) => void;
  /** Attacks that a missing privilege refuses: SQLSTATE 42501. */
  forbids: (attacks: readonly (readonly [what: string, statement: string])[]) => void;
  /** The same by somebody of another society. */
  refusesToOthers: (attacks: readonly Attack[]) => void;
  /** How the database answers statements, in the application role. */
  answer: (...statements: readonly string[]) => ReturnType<Attacker['try']>;
} {
  let opened: Opened | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.attacker.close();
    await opened?.house.close();
  });
  const filled = (statements: readonly string[]) =>
    statements.map((text) => text.replace(/(?<!:):([a-z]+)/g, (_, name: string) => String(opened!.ids[name])));
  const answer = (...statements: readonly string[]) => opened!.attacker.try(opened!.house.society, filled(statements));
  return {
    answer,
    refusesToOthers(attacks) {
      it.each(attacks)('%s (%s)', async (_what, constraint, ...statements) => {
        expect(await opened!.attacker.try(opened!.other, filled(statements))).toMatchObject({ constraint });
      });
    },
    refuses(attacks) {
      it.each(attacks)('%s (%s)', async (_what, constraint, ...statements) => {
        expect(await answer(...statements)).toMatchObject({ constraint });
      });
    },
    forbids(attacks) {
      it.each(attacks)('%s', async (_what, statement) => {
        expect(await answer(statement)).toEqual({ constraint: undefined, code: '42501' });
      });
    },
  };
}

/** A row of a history, by hand. */
export function step(
  licence: string,
  ordinal: number,
  from: string,
  to: string,
  changes: Record<string, string> = {},
): string {
  const row: Record<string, string> = {
    ...{ licence_id: licence, ordinal: String(ordinal), from_state: `'${from}'`, to_state: `'${to}'` },
    ...{ role: `'licensing_officer'`, actor: `'mallory'`, reason: `'because'` },
    ...changes,
  };
  return `insert into licensing.licence_transition (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
}

/** The same of the fixture's application. */
export function applied(ordinal: number, from: string, to: string, changes: Record<string, string> = {}): string {
  return step(':application', ordinal, from, to, changes).replace(
    'licence_transition (licence_id',
    'application_transition (application_id',
  );
}

async function open(): Promise<Opened> {
  const house = await LicensingHouse.open('EU');
  const attacker = await Attacker.connect(house.db.url);
  const draft = await house.draft('draft');
  const offered = await house.offer('offered');
  const active = await house.active('active');
  const long = await house.draft('long', { validTo: '2040-12-31' });
  const world = await house.draft('world', { territories: { except: true, codes: [] } });
  const screening = await house.draft('screening', { useTypes: ['public_screening'] });
  const france = { territories: { except: false, codes: ['FR'] } };
  await house.active('exclusive', { ...france, exclusive: true });
  const beside = await house.draft('beside', france);
  const discount = { amountMinor: 1n, reason: 'pilot' };
  const discounted = await house.quote('cfca-rental', { discount });
  const cheap = await house.draft('cheap', { quoteId: discounted.quoteId });
  const early = await house.draft('early', { renewsLicenceId: active.licenceId });
  const free = await house.quote('cfca-rental');
  await house.act((tx) =>
    house.services.licences.add(tx, house.society, [
      {
        ...{ code: 'imported', licensee: 'Archive', useTypes: ['svod'], territoriesExcept: true, territoryCodes: [] },
        ...{ validFrom: '2026-01-01', validTo: '2026-12-31', currency: 'EUR', metric: 'views' },
      },
    ]),
  );
  const imported = (await house.act((tx) => house.services.licences.byCode(tx, house.society))).get('imported')!;
  const application = await house.licensee().then((licensee) =>
    house.act((tx) =>
      house.services.applications.apply(
        tx,
        house.society,
        licensee,
        {
          ...{ useTypes: ['rental'], territories: { except: false, codes: ['CN'] }, exclusive: false, metric: 'views' },
          ...{ validFrom: '2026-01-01', validTo: '2026-12-31', inputs: {} },
        },
        house.today,
      ),
    ),
  );
  const ids = {
    ...{ draft: draft.licenceId, offered: offered.licenceId, active: active.licenceId, imported: imported.licenceId },
    ...{ long: long.licenceId, world: world.licenceId, screening: screening.licenceId, beside: beside.licenceId },
    ...{ cheap: cheap.licenceId, early: early.licenceId, discounted: discounted.quoteId, free: free.quoteId },
    ...{ version: free.tariffVersionId, licensee: free.licenseeId, application: application.applicationId },
  };
  const other = await newSociety(house.db.dataSource, 'Other');
  return { house, attacker, ids, other };
}
