import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['at', '-at'] as const;
const KINDS = [
  ...['dispute.notified', 'dispute.recommended', 'dispute.resolved', 'dispute.expired'],
  ...['mandate.active', 'mandate.notice_given', 'mandate.ended'],
];

export class NotificationQuery extends ListQuery {
  /** Id of the party that was told. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** @example "dispute.notified" */
  @IsOptional()
  @IsIn(KINDS)
  kind?: string;

  /** `-at` has the newest first. @example "-at" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-at';
}

/** What the society told a party. */
export class NotificationView {
  /** Its number. @example "41" */
  id!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  at!: string;
  /** @example "jade-river" */
  party!: string;
  /** What it is about, and what happened to it. @example "dispute.notified" */
  kind!: string;
  /** Id of the dispute. @example "17" */
  dispute!: string | null;
  /** Id of the mandate. @example "m01" */
  mandate!: string | null;
  /** Id of the work that the dispute is about. @example "paper-kite" */
  work!: string | null;
  /** The last day to answer, or of what ends. @example "2027-01-24" */
  due!: string | null;
}

export interface NotificationRow extends Omit<NotificationView, 'at'> {
  at: Date;
}

export class NotificationPage {
  items!: NotificationView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
