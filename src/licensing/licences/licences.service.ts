import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { Licence, Licensee } from './licence.entity.js';

const IMPORTED_OUTSIDE_PROFILE = sqlFile(import.meta.url, 'sql/imported-outside-profile.sql');

/** A licence that came from elsewhere and could not be granted here today. */
export interface ImportWarning {
  code: string;
  warning: 'licence-too-long' | 'licence-outside-scope';
}

export interface NewLicence extends Omit<Licence, 'licenceId' | 'licenseeId' | 'societyId'> {
  /** The licensee's name, which is also its id. */
  licensee: string;
}

@Injectable()
export class LicencesService {
  /** Adds the licensees that are not known yet. */
  async addLicensees(tx: Tx, society: number, names: readonly string[]): Promise<void> {
    const known = await this.licensees(tx, society);
    const fresh = [...new Set(names)].filter((name) => !known.has(name));
    await insertRows(
      tx,
      Licensee,
      fresh.map((name) => ({ name })),
    );
  }

  /** Adds licences that were agreed elsewhere, and the licensees that they name. They are active without further steps. */
  async add(tx: Tx, society: number, licences: readonly NewLicence[]): Promise<void> {
    await this.addLicensees(
      tx,
      society,
      licences.map((licence) => licence.licensee),
    );
    const licensees = await this.licensees(tx, society);
    await insertRows(
      tx,
      Licence,
      licences.map((licence) => ({ ...licence, licenseeId: licensees.get(licence.licensee)! })),
    );
  }

  /** The number of every licensee of the society, by its name. */
  async licensees(tx: Tx, society: number): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.findBy(Licensee, { societyId: society });
    return new Map(rows.map((row) => [row.name, row.licenseeId]));
  }

  /** The licences of the society by their ids. */
  async byCode(tx: Tx, society: number): Promise<ReadonlyMap<string, Licence>> {
    const rows = await tx.findBy(Licence, { societyId: society });
    return new Map(rows.map((row) => [row.code, row]));
  }

  /**
   * What an officer should know of imported licences; nothing is refused. By licence id, then warning.
   * @param day whose rule profile counts, YYYY-MM-DD; without a profile there is no longest term
   */
  async importWarnings(tx: Tx, society: number, day: string): Promise<ImportWarning[]> {
    return tx.query(IMPORTED_OUTSIDE_PROFILE, [society, day]);
  }
}
