import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUrl, Matches, MaxLength } from 'class-validator';
import { IsCode, IsName, IsPresentOrLeftOut } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { SERVICE_KINDS, type ServiceKind } from './service-kinds.js';

const IsEndpoint = () =>
  applyDecorators(
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, disallow_auth: true }),
    Matches(/^[^@#\s]*$/, { message: 'must be an address without @, # and blanks' }),
    MaxLength(2000),
  );

/** A service of a platform. */
export class CreateService {
  /** What it is called here, for good. @example "example-videos" */
  @IsCode()
  id!: string;

  /** The platform, by its id as a licensee. A platform leaves it out: it registers its own. An officer who leaves it out registers a service whose platform has no account. @example "Example Stream" */
  @IsPresentOrLeftOut()
  @IsCode()
  platform?: string;

  /** @example "Example Videos" */
  @IsName()
  name!: string;

  /** What it does for its users: what a listing asks of it goes by that. It never changes. @example "content" */
  @IsIn(SERVICE_KINDS)
  kind!: ServiceKind;

  /** Where the public finds it. @example "https://videos.example.org" */
  @IsEndpoint()
  endpoint!: string;

  /** How its people are reached. @example "copyright@videos.example.org" */
  @IsName()
  contact!: string;
}

/** What changes; what is left out stays. */
export class ChangeService {
  /** @example "Example Videos" */
  @IsPresentOrLeftOut()
  @IsName()
  name?: string;

  /** @example "https://videos.example.org" */
  @IsPresentOrLeftOut()
  @IsEndpoint()
  endpoint?: string;

  /** @example "rights@videos.example.org" */
  @IsPresentOrLeftOut()
  @IsName()
  contact?: string;

  /** False once it is shut: it gets no further duties. @example true */
  @IsPresentOrLeftOut()
  @IsBoolean()
  open?: boolean;

  /** Why; it stands in the history. @example "new address of the department" */
  @IsName()
  reason!: string;
}

export class ServiceQuery extends ListQuery {
  /** Id of the platform. @example "Example Stream" */
  @IsOptional()
  @IsCode()
  platform?: string;

  /** @example "content" */
  @IsOptional()
  @IsIn(SERVICE_KINDS)
  kind?: ServiceKind;

  /** `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id'])
  sort: string = 'id';
}

export interface ServiceRow {
  serviceId: number;
  licenseeId: number | null;
  id: string;
  platform: string | null;
  name: string;
  kind: ServiceKind;
  endpoint: string;
  contact: string;
  open: boolean;
  told: boolean;
  registeredAt: Date;
  changedAt: Date;
  reason: string;
  version: number;
}

export class ServiceView {
  /** @example "example-videos" */
  id!: string;
  /** Id of the platform as a licensee; null if it has no account. @example "Example Stream" */
  platform!: string | null;
  /** @example "Example Videos" */
  name!: string;
  /** @example "content" */
  kind!: string;
  /** @example "https://videos.example.org" */
  endpoint!: string;
  /** @example "copyright@videos.example.org" */
  contact!: string;
  /** @example true */
  open!: boolean;
  /** Whether a webhook endpoint of the platform is told of its duties. @example true */
  told!: boolean;
  /** @example "2026-11-25T09:30:00.000Z" */
  registeredAt!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  changedAt!: string;
  /** Why it was changed last. @example "registered" */
  reason!: string;
  /** What the ETag says; it grows with each change. @example 1 */
  version!: number;

  static from({ serviceId: _, licenseeId: _of, registeredAt, changedAt, ...row }: ServiceRow): ServiceView {
    return { ...row, registeredAt: registeredAt.toISOString(), changedAt: changedAt.toISOString() };
  }
}

export class ServicePage {
  items!: ServiceView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsImV4YW1wbGUtdmlkZW9zIl0" */
  next!: string | null;
}
