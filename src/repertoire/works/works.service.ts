import { Injectable } from '@nestjs/common';
import { normalTitle } from '../../kernel/title.js';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { Work, WorkIdentifier, WorkTitle } from './work.entity.js';

export interface NewWork extends Omit<Work, 'workId' | 'societyId' | 'version'> {
  /** The title, then alternative titles. */
  titles: readonly string[];
  /** Canonical forms by scheme. */
  identifiers: Readonly<Partial<Record<'eidr' | 'isan' | 'imdb', string>>>;
}

@Injectable()
export class WorksService {
  /** @returns the number of every work of the society, by its id */
  async add(tx: Tx, society: number, works: readonly NewWork[]): Promise<ReadonlyMap<string, number>> {
    await insertRows(tx, Work, works);
    const rows = (await tx.query('select code, work_id from repertoire.work where society_id = $1', [society])) as {
      code: string;
      work_id: number;
    }[];
    const numbers = new Map(rows.map((row) => [row.code, row.work_id]));
    await insertRows(
      tx,
      WorkTitle,
      works.flatMap((work) => titlesOf(numbers.get(work.code)!, work)),
    );
    await insertRows(
      tx,
      WorkIdentifier,
      works.flatMap((work) => identifiersOf(numbers.get(work.code)!, work)),
    );
    return numbers;
  }

  async addOne(tx: Tx, work: NewWork): Promise<void> {
    const { code, workType, year, runtimeMinutes } = work;
    const [row] = await tx.query<{ work_id: number }[]>(
      `insert into repertoire.work (code, work_type, year, runtime_minutes) values ($1, $2, $3, $4) returning work_id`,
      [code, workType, year, runtimeMinutes],
    );
    await insertRows(tx, WorkTitle, titlesOf(row!.work_id, work));
    await insertRows(tx, WorkIdentifier, identifiersOf(row!.work_id, work));
  }
}

function titlesOf(workId: number, work: NewWork): Omit<WorkTitle, 'societyId'>[] {
  return work.titles.map((title, ordinal) => ({ workId, ordinal, title, titleKey: normalTitle(title) }));
}

function identifiersOf(workId: number, work: NewWork): Omit<WorkIdentifier, 'societyId'>[] {
  return Object.entries(work.identifiers).map(([scheme, value]) => ({ workId, scheme, value }));
}
