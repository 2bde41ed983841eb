import { formatAmount } from '../../src/kernel/money.js';
import { APPROVER, BOTH, documentedTariffs, LicensingHouse, OFFICER, WORLD } from '../support/licensing.js';

const DOCUMENTED = documentedTariffs();
let house: LicensingHouse;

beforeAll(async () => {
  house = await LicensingHouse.open();
});
afterAll(() => house?.close());

const find = (search: object = {}) =>
  house.act((tx) => house.services.tariffs.find(tx, house.society, { day: house.today, ...search }));
const codes = async (search: object) => (await find(search)).map(({ code }) => code);

/** A version of a tariff with the hotels' formula. */
function addVersion(tariffId: number, changes: object = {}): Promise<number> {
  const { formula, right, useTypes } = DOCUMENTED.find(({ tariff }) => tariff === 'hotels')!;
  const adopted = { resolutionNumber: '2025-1', resolutionOn: '2025-01-20' };
  const version = { tariffId, right, useTypes, territories: WORLD, currency: 'EUR', formula, ...adopted, ...changes };
  return house.act((tx) => house.services.versions.draft(tx, house.society, OFFICER, version));
}

/** Submits a draft, and publishes it. */
async function publish(versionId: number, validFrom: string, actor = APPROVER, validTo?: string): Promise<void> {
  const { versions } = house.services;
  await house.act(async (tx) => {
    await versions.submit(tx, house.society, OFFICER, versionId, 'adopted');
    await versions.publish(tx, house.society, actor, versionId, { validFrom, validTo, reason: 'as adopted' });
  });
}

let made = 0;
function newTariff(): Promise<number> {
  return house.act((tx) => house.services.tariffs.create(tx, OFFICER, `new-${++made}`, 'A new tariff'));
}

describe('The tariffs of docs/licensing.md', () => {
  it('cover the five kinds of formulas', () => {
    const kinds = DOCUMENTED.map(({ formula }) => (formula as { kind: string }).kind);
    expect([...new Set(kinds)].sort()).toEqual([
      'class_table',
      'flat_period',
      'revenue_share',
      'step_discount',
      'unit_rate',
    ]);
  });

  it.each(DOCUMENTED.map(({ tariff, example }) => [tariff, example.fee]))(
    'compute %s to %s',
    async (code, expected) => {
      const published = (await find()).find((tariff) => tariff.code === code)!;
      const { example } = DOCUMENTED.find(({ tariff }) => tariff === code)!;
      const fee = house.services.tariffs.calculate(published, example.inputs);
      expect(formatAmount(fee.amountMinor, published.currency)).toBe(expected);
      expect(fee.steps.at(-1)!.value).toBe(expected);
    },
  );

  it('explain each step', async () => {
    const planes = (await find()).find(({ code }) => code === 'cfca-planes-trains')!;
    const { example } = DOCUMENTED.find(({ tariff }) => tariff === 'cfca-planes-trains')!;
    expect(house.services.tariffs.calculate(planes, example.inputs).steps).toEqual([
      { what: 'first class', how: '2 × 50000', value: '100000' },
      { what: 'sixth class', how: '10 × 2500', value: '25000' },
      { what: 'first class, after two years', how: '1 × 25000', value: '25000' },
      { what: 'all classes', how: '100000 + 25000 + 25000', value: '150000' },
      { what: '× years', how: '150000 × 1', value: '150000' },
      { what: 'less 50 %, trips below 10000', how: '150000 − 75000', value: '75000' },
      { what: 'fee', how: 'rounded half up to 2 decimals of CNY', value: '75000.00' },
    ]);
  });
});

describe('A tariff is found', () => {
  it('by right, use type, territory and day', async () => {
    expect(await codes({ right: 'rental' })).toEqual(['cfca-rental']);
    expect(await codes({ useType: 'tvod' })).toEqual(['cfca-networks']);
    expect(await codes({ right: 'making_available', useType: 'svod', territory: 'FR' })).toEqual(['streaming']);
    expect(await codes({ right: 'rental', useType: 'svod' })).toEqual([]);
    expect(await codes({ day: '2019-12-31' })).toEqual([]);
  });

  it('only where it holds', async () => {
    const versionId = await addVersion(await newTariff(), { territories: { except: false, codes: ['FR'] } });
    await publish(versionId, '2025-02-01');
    const mine = `new-${made}`;
    expect(await codes({ territory: 'FR' })).toContain(mine);
    expect(await codes({ territory: 'CN' })).not.toContain(mine);
  });

  it('in one version at a time, each on its days', async () => {
    const tariffId = await newTariff();
    const [first, second, third] = [await addVersion(tariffId), await addVersion(tariffId), await addVersion(tariffId)];
    await publish(first!, '2025-02-01');
    await publish(second!, '2025-06-01', APPROVER, '2025-07-31');
    await publish(third!, '2025-10-01');
    const versionOn = async (day: string) => (await find({ day })).find((tariff) => tariff.tariffId === tariffId);
    expect(await versionOn('2025-01-31')).toBeUndefined();
    expect(await versionOn('2025-05-31')).toMatchObject({ version: 1, validFrom: '2025-02-01', lastDay: '2025-05-31' });
    expect(await versionOn('2025-06-01')).toMatchObject({ version: 2, lastDay: '2025-07-31' });
    expect(await versionOn('2025-08-01')).toBeUndefined();
    expect(await versionOn('2025-10-01')).toMatchObject({ version: 3, lastDay: null });
  });
});

describe('A tariff is refused', () => {
  it('with a formula that has faults, each with its place', async () => {
    const tariffId = await newTariff();
    await expect(
      addVersion(tariffId, { formula: { kind: 'unit_rate', inputs: [], factors: [], rate: 1 } }),
    ).rejects.toMatchObject({
      code: 'tariff-formula-invalid',
      details: ['factors: there is at least one', 'rate: "1" is no plain decimal in quotes, such as "12.50"'],
    });
  });

  it('in what is no currency', async () => {
    await expect(addVersion(await newTariff(), { currency: 'XAU' })).rejects.toMatchObject({
      code: 'tariff-formula-invalid',
      details: ['currency: "XAU" is none of ISO 4217 with a minor unit'],
    });
  });

  it('with a use type of another right', async () => {
    await expect(addVersion(await newTariff(), { useTypes: ['svod'] })).rejects.toMatchObject({
      code: 'tariff-of-two-rights',
    });
  });

  it('under a code that is taken', async () => {
    await expect(
      house.act((tx) => house.services.tariffs.create(tx, OFFICER, 'hotels', 'Hotels again')),
    ).rejects.toMatchObject({ code: 'tariff-code-taken' });
  });

  it('to be published by its maker', async () => {
    const tariffId = await newTariff();
    const { formula, right, useTypes } = DOCUMENTED.find(({ tariff }) => tariff === 'hotels')!;
    const version = { tariffId, right, useTypes, territories: WORLD, currency: 'EUR', formula };
    const adopted = { resolutionNumber: '2025-1', resolutionOn: '2025-01-20' };
    const versionId = await house.act((tx) =>
      house.services.versions.draft(tx, house.society, BOTH, { ...version, ...adopted }),
    );
    await expect(publish(versionId, '2025-02-01', BOTH)).rejects.toMatchObject({ code: 'maker-approves' });
    await expect(publish(versionId, '2025-02-01', OFFICER)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(publish(versionId, '2025-02-01')).resolves.toBeUndefined();
    await expect(publish(versionId, '2025-02-01')).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('before its resolution, or before a version that was in force', async () => {
    const tariffId = await newTariff();
    const [first, second] = [await addVersion(tariffId), await addVersion(tariffId)];
    await expect(publish(first!, '2025-01-19')).rejects.toMatchObject({ code: 'tariff-before-resolution' });
    await publish(first!, '2025-03-01');
    await expect(publish(second!, '2025-03-01')).rejects.toMatchObject({ code: 'tariff-backdated' });
    await expect(publish(second!, '2025-02-01')).rejects.toMatchObject({ code: 'tariff-backdated' });
  });

  it('that nobody made', async () => {
    await expect(publish(99_999, '2025-02-01')).rejects.toMatchObject({ code: 'tariff-not-found' });
    await expect(addVersion(99_999)).rejects.toMatchObject({ code: 'tariff-not-found' });
  });
});

describe('A quote', () => {
  it('freezes version, inputs, steps and amount in one text with its hash', async () => {
    const quote = await house.quote('cfca-coaches');
    expect(quote).toMatchObject({
      currency: 'CNY',
      tariffMinor: 1_680_000n,
      amountMinor: 1_680_000n,
      offTariffReason: null,
    });
    const content = JSON.parse(quote.content) as Record<string, unknown>;
    expect(content).toMatchObject({
      ...{ tariff: 'cfca-coaches', tariffVersion: 1, amountMinor: '1680000', resolutionNumber: '2019-7' },
      inputs: { coaches: '40', years: '1', yearly_amount: '420' },
    });
    expect((content['steps'] as unknown[]).length).toBe(3);
    const again = await house.quote('cfca-coaches');
    expect(again.sha256).toBe(quote.sha256);
  });

  it('is refused on a version that is not in force', async () => {
    const versionId = await addVersion(await newTariff());
    await expect(house.quote('hotels', { tariffVersionId: versionId })).rejects.toMatchObject({
      code: 'tariff-not-in-force',
    });
    await publish(versionId, '2025-02-01', APPROVER, '2025-03-01');
    await expect(house.quote('hotels', { tariffVersionId: versionId })).rejects.toMatchObject({
      code: 'tariff-not-in-force',
    });
  });

  it('is refused with inputs that the tariff does not know', async () => {
    await expect(house.quote('hotels', { inputs: { beds: '3' } })).rejects.toMatchObject({
      code: 'tariff-inputs-invalid',
      details: [expect.stringContaining('"beds"'), 'rooms: it is missing', 'years: it is missing'],
    });
  });

  it('below the tariff takes a reason, and above it there is none', async () => {
    const quoted = (amountMinor: bigint, reason: string) =>
      house.quote('cfca-rental', { discount: { amountMinor, reason } });
    await expect(quoted(500_000n, ' ')).rejects.toMatchObject({ code: 'discount-invalid' });
    await expect(quoted(600_000n, 'none')).rejects.toMatchObject({ code: 'discount-invalid' });
    await expect(quoted(-1n, 'gift')).rejects.toMatchObject({ code: 'discount-invalid' });
    expect(await quoted(500_000n, 'first year')).toMatchObject({ tariffMinor: 600_000n, amountMinor: 500_000n });
  });

  it('is approved by another person, once, and only if it is below the tariff', async () => {
    const approve = (quoteId: number, actor = APPROVER) =>
      house.act((tx) => house.services.quotes.approveDiscount(tx, house.society, actor, quoteId, 'agreed'));
    const discounted = await house.quote('cfca-rental', { discount: { amountMinor: 1n, reason: 'pilot' } });
    await expect(approve(discounted.quoteId, { ...APPROVER, userId: OFFICER.userId })).rejects.toMatchObject({
      code: 'maker-approves',
    });
    await approve(discounted.quoteId);
    await expect(approve(discounted.quoteId)).rejects.toMatchObject({ code: 'quote-approved-already' });
    const { quoteId } = await house.quote('cfca-rental');
    await expect(approve(quoteId)).rejects.toMatchObject({ code: 'quote-on-tariff' });
    await expect(approve(99_999)).rejects.toMatchObject({ code: 'quote-not-found' });
  });
});
