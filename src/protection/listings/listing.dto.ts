import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsTimeZone,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { formatTerritories } from '../../kernel/territory.js';
import { IsCode, IsDay, IsName, IsPresentOrLeftOut, IsSha256, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { LISTING_SOURCES, LISTING_STATES, type ListingSource, type ListingState } from './listing.states.js';

/** When and where a film is in theatres. */
export class ReleaseDates {
  /** Country codes separated by blanks; * is the world, -XX excludes. @example "CN" */
  @IsTerritories()
  territories!: string;

  /** First day in theatres. @example "2027-02-06" */
  @IsDay()
  releasedOn!: string;

  /** Last day in theatres; left out, it follows from the rule profile (`listing_window_days`). @example "2027-04-30" */
  @IsPresentOrLeftOut()
  @IsDay()
  lastDay?: string;

  /** By whose clocks days begin and end, as an IANA time zone. Left out: from where they begin first on earth to where they end last. @example "Asia/Shanghai" */
  @IsPresentOrLeftOut()
  @IsTimeZone()
  @Matches(/^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)*$/)
  @MaxLength(60)
  timeZone?: string;
}

const IsReleases = () =>
  applyDecorators(
    IsArray(),
    ArrayNotEmpty(),
    ArrayMaxSize(250),
    ValidateNested({ each: true }),
    Type(() => ReleaseDates),
  );

/** A work that is to be protected, with the evidence for it. */
export class CreateListing {
  /** Id of the work. @example "paper-kite" */
  @IsCode()
  work!: string;

  /** The list of an authority, or the society’s own, which never shows as official. @example "official" */
  @IsIn(LISTING_SOURCES)
  source!: ListingSource;

  /** Its releases. @example [{"territories": "CN", "releasedOn": "2027-02-06", "timeZone": "Asia/Shanghai"}] */
  @IsReleases()
  releases!: ReleaseDates[];

  /** Files that show whose it is and when it comes out: ids of evidence. @example ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsSha256({ each: true })
  evidence!: string[];

  /** Why; it stands in the history. @example "The release is in three months" */
  @IsName()
  reason!: string;
}

/** A further step, and why; it stands in the history. */
export class ListingReason {
  /** @example "sent with the batch of December" */
  @IsName()
  reason!: string;
}

/** The list on which it stands now. */
export class PlaceOnList extends ListingReason {
  /** Of an official listing: whose list it is. @example "National Copyright Administration" */
  @IsPresentOrLeftOut()
  @IsName()
  authority?: string;

  /** Of an official listing: the year of the list. @example 2026 */
  @IsPresentOrLeftOut()
  @IsInt()
  @Min(1990)
  @Max(9999)
  year?: number;

  /** Of an official listing: the batch. @example "12" */
  @IsPresentOrLeftOut()
  @IsCode()
  batch?: string;

  /** Of an official listing: the day on which it was published, no later than today. @example "2026-11-20" */
  @IsPresentOrLeftOut()
  @IsDay()
  listedOn?: string;
}

/** All releases, in place of those that were known. */
export class ChangeReleases extends ListingReason {
  /** @example [{"territories": "CN", "releasedOn": "2027-02-13", "lastDay": "2027-05-09", "timeZone": "Asia/Shanghai"}] */
  @IsReleases()
  releases!: ReleaseDates[];
}

export class ListingQuery extends ListQuery {
  /** Id of the work. @example "paper-kite" */
  @IsOptional()
  @IsCode()
  work?: string;

  /** @example "official" */
  @IsOptional()
  @IsIn(LISTING_SOURCES)
  source?: ListingSource;

  /** @example "window" */
  @IsOptional()
  @IsIn(LISTING_STATES)
  state?: ListingState;

  /** By number; `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id'])
  sort: string = 'id';
}

/** A release, and the window in which the film is protected by it. */
export class ReleaseView {
  /** @example "CN" */
  territories!: string;
  /** @example "2027-02-06" */
  releasedOn!: string;
  /** @example "2027-05-06" */
  lastDay!: string;
  /** Null: from where days begin first on earth to where they end last. @example "Asia/Shanghai" */
  timeZone!: string | null;
  /** When the window opens. @example "2027-02-05T16:00:00.000Z" */
  opensAt!: string;
  /** When it is over. @example "2027-05-06T16:00:00.000Z" */
  closesAt!: string;

  static from({ except, codes, opensAt, closesAt, ...release }: ReleaseRow): ReleaseView {
    return {
      ...{
        territories: formatTerritories({ except, codes }),
        releasedOn: release.releasedOn,
        lastDay: release.lastDay,
      },
      ...{ timeZone: release.timeZone, opensAt: iso(opensAt), closesAt: iso(closesAt) },
    };
  }
}

/** As the database writes it into JSON. */
export interface ReleaseRow {
  except: boolean;
  codes: string[];
  releasedOn: string;
  lastDay: string;
  timeZone: string | null;
  opensAt: string;
  closesAt: string;
}

const iso = (moment: string) => new Date(moment).toISOString();

export interface ListingRow {
  listingId: number;
  /** What it is ordered by. */
  by_id: number;
  partyId: number | null;
  work: string;
  title: string;
  source: ListingSource;
  state: ListingState;
  since: Date;
  reason: string;
  proposedBy: string | null;
  authority: string | null;
  year: number | null;
  batch: string | null;
  listedOn: string | null;
  releases: ReleaseRow[];
  evidence: string[];
  version: number;
}

/** A work on the early-warning list, or on its way there. */
export class ListingView {
  /** @example "5" */
  id!: string;
  /** Id of the work. @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example "official" */
  source!: string;
  /** `window` from the first window’s opening to the last one’s end. @example "window" */
  state!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  since!: string;
  /** Of the last step. @example "sent with the batch of December" */
  reason!: string;
  /** Id of the holder that proposed it; null if an officer did. @example "jade-river" */
  proposedBy!: string | null;
  /** Whose list; null for one that is not official or not listed yet. @example "National Copyright Administration" */
  authority!: string | null;
  /** @example 2026 */
  year!: number | null;
  /** @example "12" */
  batch!: string | null;
  /** @example "2026-11-20" */
  listedOn!: string | null;
  releases!: ReleaseView[];
  /** Ids of the files. @example ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"] */
  evidence!: string[];
  /** It grows with each step. @example 3 */
  version!: number;

  static from({ listingId, partyId: _, by_id: _by, since, releases, ...row }: ListingRow): ListingView {
    return {
      ...{ id: String(listingId), ...row, since: since.toISOString() },
      releases: releases.map((release) => ReleaseView.from(release)),
    };
  }
}

export class ListingPage {
  items!: ListingView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsNSw1XQ" */
  next!: string | null;
}

/** A step of a listing. */
export class ListingStepView {
  /** @example "proposed" */
  from!: string;
  /** The same as before: its releases were changed. @example "submitted" */
  to!: string;
  /** In which role it was taken; who it was stands in the audit trail. @example "PO" */
  role!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  at!: string;
  /** @example "sent with the batch of December" */
  reason!: string;
}

export class ListingHistory {
  /** Every step, the first one first. */
  items!: ListingStepView[];
}
