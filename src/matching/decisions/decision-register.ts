import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import { isId } from '../../kernel/ids.js';
import { normalTitle } from '../../kernel/title.js';
import { readably } from '../../platform/database/constraint.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { workNotFound } from '../../repertoire/index.js';
import { DECISION_REFUSALS, titleGroupNotFound } from '../matching.errors.js';
import { MatchingService } from '../matching.service.js';
import {
  type CandidateList,
  type CandidateView,
  type DecideMatch,
  type MatchPage,
  type MatchQuery,
  type MatchRow,
  MatchView,
  type TitleGroup,
} from './decision.dto.js';
import { MATCH_VIEW, matchList } from './decision-list.js';

/**
 * What distribution officers decide about titles that nothing identified. A decision changes no calculation that is there:
 * the next one matches by it, and a release gives what was held.
 */
@Injectable()
export class DecisionRegister {
  constructor(
    private readonly matching: MatchingService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: MatchQuery, csv: boolean): Promise<MatchPage | CsvAnswer> {
    return answerList(tx, matchList(query), query, csv, (row) => MatchView.from(row));
  }

  /**
   * A confirmed match with a resource id becomes an alias, by which whatever the licensee reports under that id is matched.
   * @throws unidentified-not-found, work-not-found, match-decided, alias-exists
   */
  async decide(tx: Tx, actor: Actor, decision: DecideMatch): Promise<MatchView> {
    const [licenseeId, resourceId, title, year] = await waiting(tx, decision);
    const [work] = await tx.query<{ work_id: number }[]>('select work_id from repertoire.work where code = $1', [
      decision.work,
    ]);
    if (work === undefined) throw workNotFound(decision.work);
    const { work_id: workId } = work;
    const [row] = await readably(
      tx.query<[{ decision_id: number }]>(
        `insert into matching.decision (licensee_id, resource_id, title, year, work_id, outcome, reason, decided_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning decision_id`,
        [licenseeId, resourceId, title, year, workId, decision.outcome, decision.reason, actor.id],
      ),
      DECISION_REFUSALS,
    );
    if (decision.outcome === 'confirmed' && isId(resourceId)) {
      await readably(this.matching.addAliases(tx, [{ licenseeId, resourceId, workId }]), DECISION_REFUSALS);
    }
    const [view] = (await tx.query<MatchRow[]>(`${MATCH_VIEW} where d.decision_id = $1`, [row.decision_id])).map(
      (one) => MatchView.from(one),
    );
    await this.audit.record(tx, actor.id, {
      ...{ action: `match.${decision.outcome}`, subject: decision.work, reason: decision.reason, after: view },
    });
    return view!;
  }

  /** Works that a title may mean. It reads all titles of the society. @throws unidentified-not-found */
  async candidates(tx: Tx, actor: Actor, group: TitleGroup): Promise<CandidateList> {
    const [licenseeId, resourceId, title, year] = await waiting(tx, group);
    const known = await this.matching.candidates(tx, actor.scope.society);
    const items = await tx.query<CandidateView[]>(
      `select w.code as work, t.title, w.year
       from unnest($1::text[]) with ordinality as c (code, place)
       join repertoire.work w on w.code = c.code
       join repertoire.work_title t on t.work_id = w.work_id and t.ordinal = 0
       where not exists (
         select from matching.decision d
         where d.licensee_id = $2 and d.resource_id = $3 and d.title = $4 and d.year = $5
           and d.work_id = w.work_id and d.outcome = 'rejected')
       order by c.place`,
      [known.find(normalTitle(title), year), licenseeId, resourceId, title, year],
    );
    return { items };
  }
}

/** The title group, if usage of it has no match. @throws unidentified-not-found */
async function waiting(tx: Tx, group: TitleGroup): Promise<[number, string, string, string]> {
  const { licensee, resourceId, title, year } = group;
  const names = [resourceId ?? '', title ?? '', year ?? ''] as const;
  const [row] = await tx.query<{ licensee_id: number }[]>(
    `select l.licensee_id from licensing.licensee l
     where l.name = $1 and exists (
       select from usage.reported_item i
       where i.licensee_id = l.licensee_id and i.resource_id = $2 and i.title = $3 and i.year = $4
         and not exists (select from matching.match m where m.item_id = i.item_id))`,
    [licensee, ...names],
  );
  if (row === undefined) throw titleGroupNotFound();
  return [row.licensee_id, ...names];
}
