import { Injectable } from '@nestjs/common';
import { Collection, COLLECTION_REFUSALS, type NewCollection, TermsService } from '../../distribution/index.js';
import { type Actor, AuditService } from '../../identity/index.js';
import { formatTerritories } from '../../kernel/territory.js';
import { type Licence, LicencesService, type NewLicence } from '../../licensing/index.js';
import { Alias, MatchingService } from '../../matching/index.js';
import type { Fault } from '../../platform/csv/fault.js';
import { readably } from '../../platform/database/constraint.js';
import type { Tx } from '../../platform/database/database.js';
import { today } from '../../platform/today.js';
import { FolderFaultsError } from '../faults.js';
import { licencesOf } from '../masters/licences.js';
import type { Masters } from '../masters/masters.js';
import { collectionsOf, deductionsOf, weightsOf } from '../masters/money.js';
import { type Counted, differs } from './differences.js';

const WARNINGS = {
  'licence-too-long': 'is longer than a licence may be that is granted today',
  'licence-outside-scope': 'goes beyond what the society is approved for today',
};

/** Licences, aliases, collections and rules of a folder, into a society that may have some of them. */
@Injectable()
export class ImportTerms {
  constructor(
    private readonly licences: LicencesService,
    private readonly matching: MatchingService,
    private readonly terms: TermsService,
    private readonly audit: AuditService,
  ) {}

  /** @param faults licences that are there and differ are added */
  async takeLicences(tx: Tx, actor: Actor, masters: Masters, reason: string, faults: Fault[]): Promise<Counted> {
    const { society } = actor.scope;
    const known = await this.licences.byCode(tx, society);
    const licensees = new Map(
      [...(await this.licences.licensees(tx, society))].map(([name, number]) => [number, name]),
    );
    const fresh: NewLicence[] = [];
    licencesOf(masters.licences).forEach((licence, index) => {
      const was = known.get(licence.code);
      if (was === undefined) fresh.push(licence);
      else {
        const [before, after] = [seenOf({ ...was, licensee: licensees.get(was.licenseeId)! }), seenOf(licence)];
        const place = { file: 'licences.csv', line: masters.licences.rows[index]!.line };
        if (JSON.stringify(before) !== JSON.stringify(after)) faults.push(differs(place, before, after));
      }
    });
    // An alias may name a licensee that holds no licence now.
    const named = masters.aliases.rows.map(({ cells }) => cells.licensee);
    await this.licences.addLicensees(tx, society, named);
    await this.licences.add(tx, society, fresh);
    await this.audit.recordAll(
      tx,
      actor.id,
      fresh.map((licence) => ({ action: 'licence.imported', subject: licence.code, reason, after: seenOf(licence) })),
    );
    return { created: fresh.length, same: masters.licences.rows.length - fresh.length };
  }

  /** What an officer should know of the folder's licences that could not be granted here today. */
  async licenceWarnings(tx: Tx, society: number, { licences }: Masters): Promise<Fault[]> {
    const lines = new Map(licences.rows.map(({ line, cells }) => [cells.licence_id, line]));
    const warnings = await this.licences.importWarnings(tx, society, today());
    return warnings.flatMap(({ code, warning }) => {
      const line = lines.get(code);
      return line === undefined ? [] : [{ file: 'licences.csv', line, message: WARNINGS[warning] }];
    });
  }

  /**
   * All that refers to licences and works, which must be there.
   * @returns rows by file, and the number of the rules
   * @throws folder-has-faults: what is there and differs; collection-periods-overlap
   */
  async takeMoney(
    tx: Tx,
    actor: Actor,
    masters: Masters,
    reason: string,
  ): Promise<{ counts: Record<string, Counted>; ruleSet: { id: number; created: boolean } }> {
    const { society } = actor.scope;
    const faults: Fault[] = [];
    const licences = await this.licences.byCode(tx, society);
    const aliases = await this.#aliases(tx, society, masters, faults);
    const collections = await this.#collections(tx, actor, { masters, licences, reason }, faults);
    if (faults.length > 0) throw new FolderFaultsError(faults);
    const rules = { deductions: deductionsOf(masters.money, licences), weights: weightsOf(masters.money) };
    const same = await this.terms.newestIfSame(tx, society, rules);
    const id = same ?? (await this.terms.addRuleSet(tx, society, rules, actor.id));
    if (same === undefined) {
      const deed = { action: 'rule-set.recorded', subject: `rule-set/${id}`, reason, after: rules };
      await this.audit.record(tx, actor.id, deed);
    }
    return {
      counts: { 'aliases.csv': aliases, 'collections.csv': collections },
      ruleSet: { id, created: same === undefined },
    };
  }

  async #aliases(tx: Tx, society: number, { aliases }: Masters, faults: Fault[]): Promise<Counted> {
    const licensees = await this.licences.licensees(tx, society);
    const works = await tx.query<{ code: string; work_id: number }[]>(
      'select code, work_id from repertoire.work where society_id = $1 and code = any ($2)',
      [society, aliases.rows.map(({ cells }) => cells.work_id)],
    );
    const numbers = new Map(works.map(({ code, work_id }) => [code, work_id]));
    const known = new Map(
      (await tx.findBy(Alias, { societyId: society })).map((alias) => [keyOf(alias), alias.workId]),
    );
    const fresh = aliases.rows.flatMap(({ line, cells }) => {
      const workId = numbers.get(cells.work_id)!;
      const alias = { licenseeId: licensees.get(cells.licensee)!, resourceId: cells.resource_id, workId };
      const was = known.get(keyOf(alias));
      if (was !== undefined && was !== workId) {
        const message = `the society has ${JSON.stringify(cells.resource_id)} of that licensee for another work; mend the file`;
        faults.push({ file: 'aliases.csv', line, column: 'work_id', message });
      }
      return was === undefined ? [alias] : [];
    });
    await this.matching.addAliases(tx, fresh);
    return { created: fresh.length, same: aliases.rows.length - fresh.length };
  }

  async #collections(
    tx: Tx,
    actor: Actor,
    { masters, licences, reason }: { masters: Masters; licences: ReadonlyMap<string, Licence>; reason: string },
    faults: Fault[],
  ): Promise<Counted> {
    const { society } = actor.scope;
    const rows = collectionsOf(masters.money, licences);
    const next = await this.terms.nextOrdinal(tx, society);
    const known = new Map((await tx.findBy(Collection, { societyId: society })).map((row) => [row.code, row]));
    const codes = new Map([...licences.values()].map(({ licenceId, code }) => [licenceId, code]));
    const shown = (row: NewCollection) => ({
      ...{ licence: codes.get(row.licenceId), periodStart: row.periodStart, periodEnd: row.periodEnd },
      ...{ amountMinor: String(row.amountMinor), currency: row.currency },
    });
    const fresh = rows.filter((row, index) => {
      const was = known.get(row.code);
      if (was === undefined) return true;
      const place = { file: 'collections.csv', line: masters.money.collections.rows[index]!.line };
      if (JSON.stringify(shown(was)) !== JSON.stringify(shown(row)))
        faults.push(differs(place, shown(was), shown(row)));
      return false;
    });
    const ordered = fresh.map((row, index) => ({ ...row, ordinal: next + index }));
    if (faults.length > 0) return { created: 0, same: 0 };
    await readably(this.terms.addCollections(tx, ordered), COLLECTION_REFUSALS);
    await this.audit.recordAll(
      tx,
      actor.id,
      ordered.map((row) => ({ action: 'collection.entered', subject: row.code, reason, after: shown(row) })),
    );
    return { created: fresh.length, same: rows.length - fresh.length };
  }
}

function keyOf({ licenseeId, resourceId }: Pick<Alias, 'licenseeId' | 'resourceId'>): string {
  return `${licenseeId} ${resourceId}`;
}

/** What of a licence a folder tells. */
function seenOf(licence: NewLicence) {
  const { licensee, validFrom, validTo, currency, metric } = licence;
  const territories = formatTerritories({ except: licence.territoriesExcept, codes: licence.territoryCodes });
  return { licensee, useTypes: [...licence.useTypes].sort(), territories, validFrom, validTo, currency, metric };
}
