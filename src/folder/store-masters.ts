import { Injectable } from '@nestjs/common';
import { TermsService } from '../distribution/index.js';
import { LicencesService } from '../licensing/index.js';
import { MatchingService } from '../matching/index.js';
import type { Tx } from '../platform/database/database.js';
import { claimsOf, ClaimsService, partiesOf, PartiesService, worksOf, WorksService } from '../repertoire/index.js';
import { licencesOf } from './masters/licences.js';
import type { Masters } from './masters/masters.js';
import { collectionsOf, deductionsOf, weightsOf } from './masters/money.js';

/** Who acts where a folder is run. */
export const FOLDER_ACTOR = 'folder';

/** What a folder distributes, and by which rules. */
export interface StoredMoney {
  ruleSetId: number;
  /** Numbers of its collections. */
  collections: number[];
}

/** Hands sound master files to the modules that own them. */
@Injectable()
export class StoreMasters {
  constructor(
    private readonly parties: PartiesService,
    private readonly works: WorksService,
    private readonly claims: ClaimsService,
    private readonly licences: LicencesService,
    private readonly matching: MatchingService,
    private readonly terms: TermsService,
  ) {}

  /** What usage reports refer to. */
  async storeLicences(tx: Tx, society: number, masters: Masters): Promise<void> {
    // An alias may name a licensee that holds no licence now.
    const licensees = masters.aliases.rows.map(({ cells }) => cells.licensee);
    await this.licences.addLicensees(tx, society, licensees);
    await this.licences.add(tx, society, licencesOf(masters.licences));
  }

  /**
   * All but the licences, which must be there. The rows of the tables are let go as they are stored: they would be the
   * largest part of a run's memory.
   */
  async store(tx: Tx, society: number, masters: Masters): Promise<StoredMoney> {
    const partyIds = await this.parties.add(tx, society, partiesOf(masters.parties));
    masters.parties.rows.length = 0;
    const workIds = await this.works.add(tx, society, worksOf(masters.works));
    masters.works.rows.length = 0;
    await this.claims.add(tx, claimsOf(masters.claims, workIds, partyIds));
    masters.claims.rows.length = 0;
    const licensees = await this.licences.licensees(tx, society);
    await this.matching.addAliases(
      tx,
      masters.aliases.rows.map(({ cells: alias }) => ({
        licenseeId: licensees.get(alias.licensee)!,
        resourceId: alias.resource_id,
        workId: workIds.get(alias.work_id)!,
      })),
    );
    const licences = await this.licences.byCode(tx, society);
    await this.terms.addCollections(tx, collectionsOf(masters.money, licences));
    const rules = { deductions: deductionsOf(masters.money, licences), weights: weightsOf(masters.money) };
    return {
      ruleSetId: await this.terms.addRuleSet(tx, society, rules, FOLDER_ACTOR),
      collections: await this.terms.collections(tx, society),
    };
  }
}
