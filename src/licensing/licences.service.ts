import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import { Licence, Licensee } from './licence.entity.js';

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

  /** Adds licences, and the licensees that they name. */
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
}
