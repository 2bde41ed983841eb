import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatTerritories } from '../../kernel/territory.js';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, type ListPlan, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { LicensablePage, LicensableQuery, type LicensableView } from './licensable.dto.js';

interface LicensableRow extends Omit<LicensableView, 'territories'> {
  territories_except: boolean;
  territory_codes: string[];
}

@ApiTags('repertoire')
@Controller('v1/repertoire')
export class LicensableController {
  /** Lists what the society may license on a day: works × rights × territories with a claim and a mandate in force. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(LicensablePage)
  list(@InTx() tx: Tx, @Query() query: LicensableQuery, @WantsCsv() csv: boolean): Promise<LicensablePage | CsvAnswer> {
    return answerList(tx, licensableList(query), query, csv, licensableView);
  }
}

const COLUMNS = ['work', 'title', 'right', 'territories', 'share', 'party', 'claim', 'mandate'];

function licensableList({ work, right, territory, on }: LicensableQuery): ListPlan<LicensableRow> {
  return {
    select: `select w.code as work, t.title, l."right", l.territories_except, l.territory_codes,
        trim_scale(c.share)::text as share, p.code as party, c.code as claim, m.code as mandate,
        c.code || ' ' || coalesce(m.code, '') as by_line
      from repertoire.licensable(coalesce($4::date, (now() at time zone 'UTC')::date)) l
      join repertoire.work w on w.work_id = l.work_id
      join repertoire.work_title t on t.work_id = l.work_id and t.ordinal = 0
      join repertoire.claim c on c.claim_id = l.claim_id
      join repertoire.party p on p.party_id = l.party_id
      left join repertoire.mandate m on m.mandate_id = l.mandate_id
      where ($1::text is null or w.code = $1) and ($2::text is null or l."right" = $2)
        and ($3::text is null or ($3 = any (l.territory_codes)) <> l.territories_except)`,
    parameters: [work ?? null, right ?? null, territory ?? null, on ?? null],
    sorts: { work: { column: 'work', type: 'text' } },
    id: { column: 'by_line', type: 'text' },
    csv: {
      name: 'repertoire.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = licensableView(row);
        return [
          ...[view.work, view.title, view.right, view.territories, view.share, view.party, view.claim],
          view.mandate,
        ];
      },
    },
  };
}

function licensableView(row: LicensableRow): LicensableView {
  const { work, title, right, territories_except: except, territory_codes: codes, share, party, claim, mandate } = row;
  return { work, title, right, territories: formatTerritories({ except, codes }), share, party, claim, mandate };
}
