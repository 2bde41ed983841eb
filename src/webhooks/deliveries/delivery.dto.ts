import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ListQuery } from '../../platform/http/list.js';
import { EVENT_TYPE_NAMES, type EventType } from '../event-types.js';

export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
const SORTS = ['asked', '-asked'] as const;
const NUMBER = /^[1-9][0-9]{0,17}$/;
const SMALL_NUMBER = /^[1-9][0-9]{0,8}$/;

/** A delivery that is to be made again. */
export class CreateWebhookDelivery {
  /** The delivery, which has ended, whose event is sent again to its endpoint. @example "17" */
  @Matches(NUMBER, { message: 'must be the id of a delivery' })
  replayOf!: string;
}

export class WebhookDeliveryQuery extends ListQuery {
  /** Those in a state alone; `dead` ones are not tried any more. @example "dead" */
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;

  /** Those to an endpoint alone. @example "3" */
  @IsOptional()
  @Matches(SMALL_NUMBER, { message: 'must be the id of an endpoint' })
  endpoint?: string;

  /** Those of a type of event alone. @example "job.done" */
  @IsOptional()
  @IsIn(EVENT_TYPE_NAMES)
  eventType?: EventType;

  /** By when it was asked for; `-` before it turns the order round. @example "-asked" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-asked';
}

export interface DeliveryRow {
  id: string;
  endpoint: number;
  eventId: string;
  eventType: string;
  subject: string;
  replayOf: string | null;
  state: DeliveryState;
  attempts: number;
  askedAt: Date;
  dueAt: Date | null;
  endedAt: Date | null;
  body: string;
}

/** An event on its way to an endpoint, or arrived, or given up. */
export class WebhookDeliveryView {
  /** @example "17" */
  id!: string;
  /** @example "3" */
  endpoint!: string;
  /** What `webhook-id` says. @example "3f0c7b0e-54a7-4f0e-9d5c-0b8f6c1f2a11" */
  eventId!: string;
  /** @example "job.done" */
  eventType!: string;
  /** The code or number of what it happened to. @example "17" */
  subject!: string;
  /** The delivery that this one makes again. @example "12" */
  replayOf!: string | null;
  /** @example "delivered" */
  state!: 'pending' | 'delivered' | 'dead';
  /** How often it was tried. @example 1 */
  attempts!: number;
  /** @example "2026-11-25T12:00:40.310Z" */
  askedAt!: string;
  /** When it is tried next. @example "2026-11-25T12:05:40.310Z" */
  dueAt!: string | null;
  /** @example "2026-11-25T12:00:40.512Z" */
  endedAt!: string | null;
  /** What is sent. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { type: 'job.done', data: { id: '17' } } })
  payload!: Record<string, unknown>;

  static from({ body, ...row }: DeliveryRow): WebhookDeliveryView {
    return {
      ...row,
      endpoint: String(row.endpoint),
      askedAt: row.askedAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      payload: JSON.parse(body) as Record<string, unknown>,
    };
  }
}

export class WebhookDeliveryPage {
  items!: WebhookDeliveryView[];
  /** The cursor of the next page; null on the last. @example "WyItYXNrZWQiLCIxNyJd" */
  next!: string | null;
}

export class WebhookAttemptQuery extends ListQuery {
  /** Those of a delivery alone. @example "17" */
  @IsOptional()
  @Matches(NUMBER, { message: 'must be the id of a delivery' })
  delivery?: string;

  /** Those at an endpoint alone. @example "3" */
  @IsOptional()
  @Matches(SMALL_NUMBER, { message: 'must be the id of an endpoint' })
  endpoint?: string;

  /** By delivery and attempt; `-` before it turns the order round. @example "-delivery" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['delivery', '-delivery'])
  sort: string = '-delivery';
}

export interface AttemptRow {
  delivery: string;
  attempt: number;
  endpoint: number;
  begunAt: Date;
  milliseconds: number;
  status: number | null;
  failure: string | null;
  response: string | null;
}

/** One try at a delivery. */
export class WebhookAttemptView {
  /** @example "17" */
  delivery!: string;
  /** Which of its attempts it was, from 1. @example 1 */
  attempt!: number;
  /** @example "3" */
  endpoint!: string;
  /** @example "2026-11-25T12:00:40.320Z" */
  begunAt!: string;
  /** How long it took. @example 182 */
  milliseconds!: number;
  /** What the endpoint answered; 2xx is a success. @example 200 */
  status!: number | null;
  /** Why there was no answer. @example "timeout" */
  failure!: string | null;
  /** How the answer began, at most 1000 characters of it. @example "ok" */
  response!: string | null;

  static from(row: AttemptRow): WebhookAttemptView {
    return { ...row, endpoint: String(row.endpoint), begunAt: row.begunAt.toISOString() };
  }
}

export class WebhookAttemptPage {
  items!: WebhookAttemptView[];
  /** The cursor of the next page; null on the last. @example "WyItZGVsaXZlcnkiLCIxNyIsMV0" */
  next!: string | null;
}
