import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsName, IsPresentOrLeftOut } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { EVENT_TYPE_NAMES, type EventType } from '../event-types.js';

const SORTS = ['id', '-id'] as const;

/** Where events are to be sent. */
export class CreateWebhookEndpoint {
  /** https, of a host that the public internet reaches. Redirects are not followed. @example "https://platform.example.org/cineledger" */
  @IsString()
  @MaxLength(2000)
  url!: string;

  /** The events to send; all, later ones too, if it is left out or null. @example ["job.done", "job.failed"] */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsIn(EVENT_TYPE_NAMES, { each: true })
  eventTypes?: EventType[] | null;
}

/** What changes; what is left out stays. */
export class ChangeWebhookEndpoint extends PartialType(OmitType(CreateWebhookEndpoint, ['url'] as const)) {
  /** @example "https://platform.example.org/cineledger" */
  @IsPresentOrLeftOut()
  @IsString()
  @MaxLength(2000)
  url?: string;

  /** Whether events are sent. What happened while they were not is not made up for. @example true */
  @IsPresentOrLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** Why, for the audit trail. @example "moved to the new data centre" */
  @IsOptional()
  @IsName()
  reason?: string;
}

export class WebhookEndpointQuery extends ListQuery {
  /** `true` for those that events are sent to, `false` for the others. @example "true" */
  @IsOptional()
  @IsIn(['true', 'false'])
  enabled?: 'true' | 'false';

  /** By number; `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

/** The side whose events an endpoint gets. */
type Owner = 'licensee' | 'holder' | 'society';

export interface EndpointRow {
  id: number;
  url: string;
  eventTypes: EventType[] | null;
  enabled: boolean;
  reason: string | null;
  owner: Owner;
  registeredBy: string;
  registeredAt: Date;
  changedAt: Date;
  failingSince: Date | null;
  version: number;
}

/** Where events are sent to a platform, a holder or the society. */
export class WebhookEndpointView {
  /** @example "3" */
  id!: string;
  /** @example "https://platform.example.org/cineledger" */
  url!: string;
  /** Null for all. @example ["job.done", "job.failed"] */
  eventTypes!: string[] | null;
  /** Whether events are sent. @example true */
  enabled!: boolean;
  /** Why it was changed last. @example "moved to the new data centre" */
  reason!: string | null;
  /** Whose events it gets: a platform's, a holder's, or those of the society. @example "licensee" */
  owner!: 'licensee' | 'holder' | 'society';
  /** @example "client:1.3mZkq0cW2uYb7LxA" */
  registeredBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  registeredAt!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  changedAt!: string;
  /** Since when no attempt has succeeded; after five days of that it is disabled. @example "2026-11-25T09:30:00.000Z" */
  failingSince!: string | null;
  /** What the ETag says; it grows with each change. @example 1 */
  version!: number;

  static from(row: EndpointRow): WebhookEndpointView {
    return {
      ...row,
      id: String(row.id),
      registeredAt: row.registeredAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
      failingSince: row.failingSince?.toISOString() ?? null,
    };
  }
}

/** What signs is shown once: keep it as you keep a password. */
export class WebhookSecretView {
  /** For a library of Standard Webhooks, as it stands; null when the answer is given again. @example "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=" */
  secret!: string | null;
  /** Until when the secret before it signs too, if there was one. @example "2026-11-26T09:30:00.000Z" */
  formerUntil!: string | null;
}

export class NewWebhookEndpointView extends WebhookEndpointView {
  /** Shown once, for a library of Standard Webhooks; null when the answer is given again. @example "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=" */
  secret!: string | null;
}

export class WebhookEndpointPage {
  items!: WebhookEndpointView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsMyxbXV0" */
  next!: string | null;
}
