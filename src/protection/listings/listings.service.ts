import { Injectable } from '@nestjs/common';
import { addDays } from '../../kernel/calendar-day.js';
import { territoriesOf } from '../../kernel/territory.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { today } from '../../platform/today.js';
import { ProfileService } from '../../profile/index.js';
import { releaseNeverInTheatres } from '../protection.errors.js';
import type { ReleaseDates } from './listing.dto.js';
import type { ListingSource, ListingState } from './listing.states.js';

const FOLLOW_WINDOWS = sqlFile(import.meta.url, 'sql/follow-windows.sql');

/** Who takes a step, in which role, and why. */
export interface ListingStep {
  role: 'H' | 'PO';
  actor: string;
  reason: string;
}

/** A listing as a step finds it. */
export interface Standing {
  listingId: number;
  source: ListingSource;
  state: ListingState | 'none';
  steps: number;
}

/** Whose list an official listing stands on. */
export interface Authority {
  authority: string;
  year: number;
  batch: string;
  listedOn: string;
}

/** Listings and their steps; the database holds what must never be. */
@Injectable()
export class ListingsService {
  constructor(private readonly profile: ProfileService) {}

  /** @returns its number. @throws what #addReleases throws */
  async propose(
    tx: Tx,
    society: number,
    {
      work,
      source,
      evidence,
      releases,
    }: { work: number; source: ListingSource; evidence: number[]; releases: readonly ReleaseDates[] },
    step: ListingStep,
  ): Promise<number> {
    const [row] = await tx.query<{ id: number }[]>(
      'insert into protection.listing (work_id, source) values ($1, $2) returning listing_id as id',
      [work, source],
    );
    const listingId = row!.id;
    await tx.query(
      'insert into protection.listing_evidence (listing_id, evidence_id) select $1, unnest($2::integer[])',
      [listingId, evidence],
    );
    await this.#addReleases(tx, society, { listingId, step: 1 }, releases);
    await this.move(tx, { listingId, source, state: 'none', steps: 0 }, 'proposed', step);
    return listingId;
  }

  /** Puts other releases in place of those that were known. @throws release-never-in-theatres, profile-not-chosen */
  async reschedule(
    tx: Tx,
    society: number,
    standing: Standing & { state: ListingState },
    releases: readonly ReleaseDates[],
    step: ListingStep,
  ): Promise<void> {
    await this.#addReleases(tx, society, { listingId: standing.listingId, step: standing.steps + 1 }, releases);
    await this.move(tx, standing, standing.state, step);
  }

  /** What is listed asks something of services, which the profile says. @throws profile-not-chosen */
  async requireRules(tx: Tx, society: number): Promise<void> {
    await this.profile.inForce(tx, society, 'listing_duty_hours', today());
  }

  async move(
    tx: Tx,
    { listingId, source, state, steps }: Standing,
    to: ListingState,
    { role, actor, reason }: ListingStep,
    on?: Authority,
  ): Promise<void> {
    const columns = 'listing_id, ordinal, source, from_state, state, role, actor, reason';
    const values = [listingId, steps + 1, source, state, to, role, actor, reason];
    // A holder may not write the columns of an authority.
    if (on === undefined) {
      await tx.query(
        `insert into protection.listing_event (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        values,
      );
    } else {
      await tx.query(
        `insert into protection.listing_event (${columns}, authority, list_year, batch, listed_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [...values, on.authority, on.year, on.batch, on.listedOn],
      );
    }
  }

  /** Opens and ends windows as the clock says. @returns the listings that took a step */
  followWindows(
    tx: Tx,
    now: Date,
    actor: string,
  ): Promise<{ listingId: number; state: 'window' | 'ended'; reason: string }[]> {
    return tx.query(FOLLOW_WINDOWS, [now, actor]);
  }

  /** @throws release-never-in-theatres; profile-not-chosen where the last day has to follow from the profile */
  async #addReleases(
    tx: Tx,
    society: number,
    { listingId, step }: { listingId: number; step: number },
    releases: readonly ReleaseDates[],
  ): Promise<void> {
    const days = releases.some(({ lastDay }) => lastDay === undefined)
      ? (await this.profile.inForce(tx, society, 'listing_window_days', today())).amount
      : null;
    const rows = releases.map(({ territories, releasedOn, lastDay, timeZone = null }, index) => {
      const { except, codes } = territoriesOf(territories);
      const last = lastDay ?? addDays(releasedOn, Math.max((days ?? 1) - 1, 0));
      if (last < releasedOn || (!except && codes.length === 0)) throw releaseNeverInTheatres();
      return { line: index + 1, except, codes, releasedOn, last, timeZone };
    });
    await tx.query(
      `insert into protection.listing_release (listing_id, step, line, territories_except, territory_codes, released_on,
         last_day, zone)
       select $1, $2, r.line, r."except", r.codes, r."releasedOn", r.last, r."timeZone"
       from jsonb_to_recordset($3::jsonb) as r(line integer, "except" boolean, codes text[], "releasedOn" date, last date,
         "timeZone" text)`,
      [listingId, step, JSON.stringify(rows)],
    );
  }
}
