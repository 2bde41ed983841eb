import { Injectable } from '@nestjs/common';
import { normalTitle } from '../../kernel/title.js';
import { canonicalEidr, canonicalImdb, canonicalIsan } from '../../kernel/work-identifiers.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { workNotFound } from '../repertoire.errors.js';
import { withoutUndefined } from '../without-undefined.js';
import type { ChangeWork, CreateWork, WorkPage, WorkQuery, WorkView } from './work.dto.js';
import { WORK_VIEW, workList, workView } from './work-list.js';
import { type NewWork, WorksService } from './works.service.js';

/** Works one by one, as people keep them up; WorksService takes them as sets. */
@Injectable()
export class WorkRegister {
  constructor(
    private readonly works: WorksService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: WorkQuery, csv: boolean): Promise<WorkPage | CsvAnswer> {
    return answerList(tx, workList(query), query, csv, workView);
  }

  /** @throws work-not-found */
  async get(tx: Tx, id: string): Promise<WorkView> {
    const [row] = await tx.query<WorkView[]>(`${WORK_VIEW} where w.code = $1`, [id]);
    if (row === undefined) throw workNotFound(id);
    return workView(row);
  }

  async create(tx: Tx, actor: Actor, work: CreateWork): Promise<WorkView> {
    await this.works.addOne(tx, newWork(work));
    const view = await this.get(tx, work.id);
    await this.audit.record(tx, actor.id, { action: 'work.registered', subject: work.id, after: view });
    return view;
  }

  /** @throws work-not-found, version-stale */
  async change(tx: Tx, actor: Actor, which: { id: string; seen: number }, change: ChangeWork): Promise<WorkView> {
    const { id, seen } = which;
    const before = await this.get(tx, id);
    const next = { ...before, ...withoutUndefined(change) };
    const changed = await tx.query<[{ work_id: number }[], number]>(
      `update repertoire.work set work_type = $1, year = $2, runtime_minutes = $3, version = version + 1
       where code = $4 and version = $5 returning work_id`,
      [next.workType, next.year, next.runtimeMinutes, id, seen],
    );
    const [row] = changed[0];
    if (row === undefined) throw versionStale(`Work ${JSON.stringify(id)}`);
    await tx.query('update repertoire.work_title set title = $1, title_key = $2 where work_id = $3 and ordinal = 0', [
      next.title,
      normalTitle(next.title),
      row.work_id,
    ]);
    const after = await this.get(tx, id);
    const { reason } = change;
    await this.audit.record(tx, actor.id, { action: 'work.changed', subject: id, reason, before, after });
    return after;
  }
}

function newWork(work: CreateWork): NewWork {
  const { id, title, alternativeTitles = [], workType, year, runtimeMinutes, eidr, isan, imdb } = work;
  return {
    code: id,
    workType: workType ?? null,
    year: year ?? null,
    runtimeMinutes: runtimeMinutes ?? null,
    titles: [title, ...alternativeTitles],
    identifiers: {
      ...(eidr && { eidr: canonicalEidr(eidr)! }),
      ...(isan && { isan: canonicalIsan(isan)! }),
      ...(imdb && { imdb: canonicalImdb(imdb)! }),
    },
  };
}
