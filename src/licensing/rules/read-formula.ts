import { Decimal } from '../../kernel/decimal.js';
import { shown } from '../../kernel/shown.js';
import { FORMULA_KINDS, type InputField, type TariffFormula } from './formula.js';

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
// With these bounds no fee has more than the 200 digits that kernel/decimal keeps.
const AMOUNT = /^[0-9]{1,15}(?:\.[0-9]{1,6})?$/;
const PERCENT = /^[0-9]{1,3}(?:\.[0-9]{1,6})?$/;
const MOST_FACTORS = 3;
const MOST_REDUCTIONS = 2;
const MOST_ROWS = 100;

type Place = Readonly<Record<string, unknown>>;

/**
 * Reads a formula that somebody wrote as JSON. What it names must be its own inputs, amounts are plain decimal text (a
 * JSON number would be a binary float), rates of steps fall, bounds rise.
 * @returns the formula as it is stored, without what it does not know; or in `faults` a `place: sentence` for each fault
 */
export function readFormula(json: unknown): { formula: TariffFormula } | { faults: readonly string[] } {
  const reader = new FormulaReader();
  const formula = reader.read(json);
  return formula === undefined || reader.faults.length > 0 ? { faults: reader.faults } : { formula };
}

class FormulaReader {
  readonly faults: string[] = [];
  #inputs: readonly InputField[] = [];
  readonly #used = new Set<string>();

  read(json: unknown): TariffFormula | undefined {
    const place = this.#object(json, 'formula');
    const kind = FORMULA_KINDS.find((known) => known === place['kind']);
    if (kind === undefined) {
      this.faults.push(`kind: ${shown(String(place['kind']))} is none of ${FORMULA_KINDS.join(', ')}`);
      return undefined;
    }
    this.#inputs = this.#inputFields(place['inputs']);
    const formula = this.#ofKind(kind, place);
    const idle = this.#inputs.filter(({ name }) => !this.#used.has(name)).map(({ name }) => name);
    if (idle.length > 0) this.faults.push(`inputs: nothing uses ${idle.join(', ')}`);
    return formula;
  }

  #ofKind(kind: TariffFormula['kind'], place: Place): TariffFormula {
    const inputs = this.#inputs;
    switch (kind) {
      case 'unit_rate':
        return { kind, inputs, factors: this.#factors(place, 1), rate: this.#amount(place['rate'], 'rate') };
      case 'revenue_share': {
        const minimum = this.#object(place['minimum'], 'minimum');
        return {
          kind,
          inputs,
          revenue: this.#input(place['revenue'], 'revenue'),
          percent: this.#percent(place['percent'], 'percent'),
          minimum: {
            amount: this.#amount(minimum['amount'], 'minimum.amount'),
            per: this.#names(minimum['per'], 'minimum.per'),
          },
        };
      }
      case 'flat_period':
        return {
          kind,
          inputs,
          units: this.#input(place['units'], 'units'),
          periods: this.#input(place['periods'], 'periods'),
          amount: this.#range(this.#object(place['amount'], 'amount')),
        };
      case 'class_table':
        return this.#classTable(place);
      case 'step_discount':
        return {
          kind,
          inputs,
          quantity: this.#input(place['quantity'], 'quantity'),
          factors: this.#factors(place, 0),
          steps: this.#steps(place['steps']),
        };
    }
  }

  #classTable(place: Place): TariffFormula {
    const counted = this.#object(place['counted'], 'counted');
    const classes = this.#list(place['classes'], 'classes').map((row, index) => {
      const at = `classes[${index}]`;
      const cells = this.#object(row, at);
      return {
        name: this.#name(cells['name'], `${at}.name`),
        label: this.#text(cells['label'], `${at}.label`),
        price: this.#amount(cells['price'], `${at}.price`),
      };
    });
    if (classes.length === 0) this.faults.push('classes: a table has at least one class');
    this.#once(classes, 'classes');
    return {
      kind: 'class_table',
      inputs: this.#inputs,
      counted: this.#field(counted, 'counted'),
      classes,
      factors: this.#factors(place, 0),
      percent: this.#percent(place['percent'] ?? '100', 'percent'),
      reductions: this.#reductions(place['reductions'] ?? []),
    };
  }

  #reductions(json: unknown): { input: string; below: string; percentOff: string }[] {
    const rows = this.#list(json, 'reductions');
    if (rows.length > MOST_REDUCTIONS) this.faults.push(`reductions: there are at most ${MOST_REDUCTIONS}`);
    return rows.map((row, index) => {
      const at = `reductions[${index}]`;
      const cells = this.#object(row, at);
      return {
        input: this.#input(cells['input'], `${at}.input`),
        below: this.#amount(cells['below'], `${at}.below`),
        percentOff: this.#percent(cells['percentOff'], `${at}.percentOff`),
      };
    });
  }

  #range(place: Place): { least: string; most: string; chosen?: string } {
    const least = this.#amount(place['least'], 'amount.least');
    const most = this.#amount(place['most'], 'amount.most');
    if (new Decimal(least).greaterThan(most)) this.faults.push(`amount: ${least} is more than ${most}`);
    if (place['chosen'] !== undefined) return { least, most, chosen: this.#input(place['chosen'], 'amount.chosen') };
    if (!new Decimal(least).equals(most))
      this.faults.push('amount.chosen: a range needs the input that chooses from it');
    return { least, most };
  }

  #steps(json: unknown): { above: string; rate: string }[] {
    const steps = this.#list(json, 'steps').map((row, index) => {
      const cells = this.#object(row, `steps[${index}]`);
      return {
        above: this.#amount(cells['above'], `steps[${index}].above`),
        rate: this.#amount(cells['rate'], `steps[${index}].rate`),
      };
    });
    if (steps[0]?.above !== '0') this.faults.push('steps: the first one begins above 0');
    for (const [index, { above, rate }] of steps.slice(1).entries()) {
      const before = steps[index]!;
      if (new Decimal(above).lessThanOrEqualTo(before.above))
        this.faults.push(`steps[${index + 1}].above: bounds rise`);
      if (new Decimal(rate).greaterThan(before.rate)) this.faults.push(`steps[${index + 1}].rate: rates fall`);
    }
    return steps;
  }

  #inputFields(json: unknown): InputField[] {
    const fields = this.#list(json, 'inputs').map((row, index) =>
      this.#field(this.#object(row, `inputs[${index}]`), `inputs[${index}]`),
    );
    this.#once(fields, 'inputs');
    return fields;
  }

  #field(place: Place, at: string): InputField {
    const kind = place['kind'] === 'decimal' ? 'decimal' : 'whole';
    if (place['kind'] !== kind) this.faults.push(`${at}.kind: it is whole or decimal`);
    return { name: this.#name(place['name'], `${at}.name`), label: this.#text(place['label'], `${at}.label`), kind };
  }

  #factors(place: Place, least: number): string[] {
    const names = this.#names(place['factors'], 'factors');
    if (names.length < least) this.faults.push('factors: there is at least one');
    return names;
  }

  #names(json: unknown, at: string): string[] {
    const names = this.#list(json, at).map((name, index) => this.#input(name, `${at}[${index}]`));
    if (names.length > MOST_FACTORS) this.faults.push(`${at}: there are at most ${MOST_FACTORS}`);
    return names;
  }

  #input(json: unknown, at: string): string {
    const field = this.#inputs.find(({ name }) => name === json);
    if (field === undefined) this.faults.push(`${at}: ${shown(String(json))} is none of the inputs`);
    else this.#used.add(field.name);
    return field?.name ?? '';
  }

  #once(rows: readonly { name: string }[], at: string): void {
    const names = rows.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) this.faults.push(`${at}: ${twice} stands there twice`);
  }

  #percent(json: unknown, at: string): string {
    if (typeof json === 'string' && PERCENT.test(json) && new Decimal(json).lessThanOrEqualTo(100)) {
      return new Decimal(json).toFixed();
    }
    this.faults.push(`${at}: ${shown(String(json))} is no percentage in quotes from "0" to "100"`);
    return '0';
  }

  #amount(json: unknown, at: string): string {
    if (typeof json === 'string' && AMOUNT.test(json)) return new Decimal(json).toFixed();
    this.faults.push(`${at}: ${shown(String(json))} is no plain decimal in quotes, such as "12.50"`);
    return '0';
  }

  #name(json: unknown, at: string): string {
    if (typeof json === 'string' && NAME.test(json)) return json;
    this.faults.push(`${at}: a name has lower-case letters, digits and _, at most 40`);
    return '';
  }

  #text(json: unknown, at: string): string {
    if (typeof json === 'string' && json.trim() !== '' && json.length <= 200) return json;
    this.faults.push(`${at}: a text of 1 to 200 characters is missing`);
    return '';
  }

  #list(json: unknown, at: string): readonly unknown[] {
    if (Array.isArray(json) && json.length <= MOST_ROWS) return json as unknown[];
    this.faults.push(`${at}: a list of at most ${MOST_ROWS} is missing`);
    return [];
  }

  #object(json: unknown, at: string): Place {
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Place;
    this.faults.push(`${at}: an object is missing`);
    return {};
  }
}
