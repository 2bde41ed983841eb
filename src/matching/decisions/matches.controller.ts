import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { CandidateList, DecideMatch, MatchPage, MatchQuery, MatchView, TitleGroup } from './decision.dto.js';
import { DecisionRegister } from './decision-register.js';

@ApiTags('matches')
@Controller('v1/matches')
export class MatchesController {
  constructor(private readonly decisions: DecisionRegister) {}

  /** Lists matches that people decided. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(MatchPage)
  list(@InTx() tx: Tx, @Query() query: MatchQuery, @WantsCsv() csv: boolean): Promise<MatchPage | CsvAnswer> {
    return this.decisions.list(tx, query, csv);
  }

  /** Gives works that an unidentified title may mean. */
  @Get('candidates')
  @MayCall(...OFFICERS)
  candidates(@InTx() tx: Tx, @By() actor: Actor, @Query() group: TitleGroup): Promise<CandidateList> {
    return this.decisions.candidates(tx, actor, group);
  }

  /** Confirms or rejects a work for an unidentified title. The next calculation matches by it; what is held is released then. */
  @Post()
  @MayCall('DO')
  decide(@InTx() tx: Tx, @By() actor: Actor, @Body() decision: DecideMatch): Promise<MatchView> {
    return this.decisions.decide(tx, actor, decision);
  }
}
