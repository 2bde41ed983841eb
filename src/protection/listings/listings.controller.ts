import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import {
  ChangeReleases,
  CreateListing,
  ListingHistory,
  ListingPage,
  ListingQuery,
  ListingReason,
  ListingView,
  PlaceOnList,
} from './listing.dto.js';
import { ListingRegister } from './listing-register.js';

@ApiTags('early-warning list')
@Controller('v1/listings')
export class ListingsController {
  constructor(private readonly listings: ListingRegister) {}

  /** Lists works that are listed or proposed. A holder sees what it proposed; what is listed everybody sees in the feed. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(ListingPage)
  list(@InTx() tx: Tx, @Query() query: ListingQuery, @WantsCsv() csv: boolean): Promise<ListingPage | CsvAnswer> {
    return this.listings.list(tx, query, csv);
  }

  /** Gives a listing. */
  @Get(':id')
  @MayCall(...OFFICERS, 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ListingView> {
    return this.listings.get(tx, id);
  }

  /** Gives every step of a listing. */
  @Get(':id/history')
  @MayCall(...OFFICERS, 'H')
  history(@InTx() tx: Tx, @Param('id') id: string): Promise<ListingHistory> {
    return this.listings.history(tx, id);
  }

  /** Proposes a work, with its releases and the evidence for it; a holder one that it has a claim in. */
  @Post()
  @MayCall('PO', 'H')
  propose(@InTx() tx: Tx, @By() actor: Actor, @Body() listing: CreateListing): Promise<ListingView> {
    return this.listings.propose(tx, actor, listing);
  }

  /** Changes the releases: a date was moved, a country came in. Windows, feed and warnings follow. */
  @Post(':id/releases')
  @HttpCode(200)
  @MayCall('PO')
  reschedule(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() change: ChangeReleases,
  ): Promise<ListingView> {
    return this.listings.reschedule(tx, actor, id, change);
  }

  /** Submits a proposal to the authority. */
  @Post(':id/submission')
  @HttpCode(200)
  @MayCall('PO')
  submit(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: ListingReason,
  ): Promise<ListingView> {
    return this.listings.submit(tx, actor, id, reason);
  }

  /**
   * Records that the work is listed: by the authority, with year, batch and day, or on the society’s own list. The feed
   * tells it, and each service gets what it has to do.
   */
  @Post(':id/placement')
  @HttpCode(200)
  @MayCall('PO')
  place(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() placement: PlaceOnList,
  ): Promise<ListingView> {
    return this.listings.place(tx, actor, id, placement);
  }

  /** Declines a proposal, or records that the authority did. */
  @Post(':id/refusal')
  @HttpCode(200)
  @MayCall('PO')
  decline(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: ListingReason,
  ): Promise<ListingView> {
    return this.listings.decline(tx, actor, id, reason);
  }

  /** Takes a work from the list before its windows are over; the duties of services are lifted. */
  @Post(':id/delisting')
  @HttpCode(200)
  @MayCall('PO')
  delist(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: ListingReason,
  ): Promise<ListingView> {
    return this.listings.delist(tx, actor, id, reason);
  }
}
