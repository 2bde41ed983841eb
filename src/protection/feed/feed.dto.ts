import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IsEidr, IsImdb, IsIsan } from '../../platform/http/fields.js';
import { ReleaseView } from '../listings/listing.dto.js';
import { LISTING_SOURCES, type ListingSource } from '../listings/listing.states.js';

class OfSociety {
  /** Name of the society. @example "Society of Film Makers" */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  society!: string;

  /** Only an authority’s lists, or only the society’s own. @example "official" */
  @IsOptional()
  @IsIn(LISTING_SOURCES)
  source?: ListingSource;
}

export class FeedQuery extends OfSociety {
  /** `next` of the answer before: what has changed since. Left out: everything. @example 0 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  after: number = 0;

  /** How many to give at once. @example 500 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 500;
}

/** Asked by exactly one of title, eidr, isan and imdb. */
export class LookUpQuery extends OfSociety {
  /** In whatever spelling; like titles are found too. @example "Paper Kite" */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  title?: string;

  /** @example "10.5240/6E64-DC3C-D608-9065-C314-R" */
  @IsOptional()
  @IsEidr()
  eidr?: string;

  /** @example "0000-0001-8947-0000-8" */
  @IsOptional()
  @IsIsan()
  isan?: string;

  /** @example "tt0133093" */
  @IsOptional()
  @IsImdb()
  imdb?: string;
}

/** What a listing is now; a later entry of the same listing takes the place of an earlier one. */
export class FeedEntryView {
  /** Grows with each change of the list. @example 17 */
  number!: number;
  /** @example "2026-11-25T09:30:00.000Z" */
  publishedAt!: string;
  /** Of the listing. @example "5" */
  id!: string;
  /** `official`: an authority’s list; `own`: the society’s. @example "official" */
  source!: string;
  /** `listed`, in its `window`, `ended` or `delisted`. @example "window" */
  state!: string;
  /** Null for the society’s own list, as what follows. @example "National Copyright Administration" */
  authority!: string | null;
  /** @example 2026 */
  year!: number | null;
  /** @example "12" */
  batch!: string | null;
  /** @example "2026-11-20" */
  listedOn!: string | null;
  /** @example "纸鸢" */
  title!: string;
  /** @example ["The Paper Kite"] */
  alternativeTitles!: string[];
  /** @example 2026 */
  productionYear!: number | null;
  /** @example "10.5240/6E64DC3CD6089065C314R" */
  eidr!: string | null;
  /** @example "0000000189470000" */
  isan!: string | null;
  /** @example "tt133093" */
  imdb!: string | null;
  releases!: ReleaseView[];
}

/** What has changed: of each listing its last entry. */
export class FeedPage {
  items!: FeedEntryView[];
  /** What to ask after next time. @example 17 */
  next!: number;
  /** Whether there is more already. @example false */
  more!: boolean;
}

/** A listed film that was asked for. */
export class FoundEntryView extends FeedEntryView {
  /** What was compared. @example "title" */
  by!: string;
  /** From 0 to 1; 1 for an identifier or the same title. @example "0.875" */
  likeness!: string;
}

export class LookUpView {
  /** Whether any of them is on the list now. @example true */
  listed!: boolean;
  /** The likeliest first; ten at most. */
  matches!: FoundEntryView[];
}
