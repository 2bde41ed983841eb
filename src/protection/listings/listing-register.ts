import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import { requireState, workNotFound } from '../../repertoire/index.js';
import { AnnouncementsService } from '../../webhooks/index.js';
import { EvidenceStore } from '../evidence/evidence-store.js';
import { ListingNews } from '../listing-news.js';
import { authorityMisplaced, authorityNeeded, listingNotFound } from '../protection.errors.js';
import {
  type ChangeReleases,
  type CreateListing,
  type ListingHistory,
  type ListingPage,
  type ListingQuery,
  type ListingRow,
  type ListingStepView,
  ListingView,
  type PlaceOnList,
} from './listing.dto.js';
import { LISTING_VIEW, listingList } from './listing-list.js';
import { type ListingState, RESCHEDULABLE, STANDING, statesBefore } from './listing.states.js';
import { type Authority, type ListingStep, ListingsService } from './listings.service.js';

/** Listings as holders propose them and officers take them further. */
@Injectable()
export class ListingRegister {
  constructor(
    private readonly listings: ListingsService,
    private readonly evidence: EvidenceStore,
    private readonly news: ListingNews,
    private readonly announcements: AnnouncementsService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: ListingQuery, csv: boolean): Promise<ListingPage | CsvAnswer> {
    return answerList(tx, listingList(query), query, csv, (row) => ListingView.from(row));
  }

  /** @throws listing-not-found */
  async get(tx: Tx, id: string): Promise<ListingView> {
    return ListingView.from(await this.#find(tx, id));
  }

  /** @throws listing-not-found */
  async history(tx: Tx, id: string): Promise<ListingHistory> {
    const { listingId } = await this.#find(tx, id);
    const steps = await tx.query<(Omit<ListingStepView, 'at'> & { at: Date })[]>(
      `select from_state as "from", state as "to", role, happened_at as at, reason from protection.listing_event
       where listing_id = $1 order by ordinal`,
      [listingId],
    );
    return { items: steps.map(({ at, ...step }) => ({ ...step, at: at.toISOString() })) };
  }

  /** @throws work-not-found, evidence-not-found, release-never-in-theatres, profile-not-chosen */
  async propose(
    tx: Tx,
    actor: Actor,
    { work, source, releases, evidence, reason }: CreateListing,
  ): Promise<ListingView> {
    const [row] = await tx.query<{ id: number }[]>('select work_id as id from repertoire.work where code = $1', [work]);
    if (row === undefined) throw workNotFound(work);
    const proposed = { work: row.id, source, releases, evidence: await this.evidence.numbers(tx, evidence) };
    const role = actor.roles.includes('H') ? 'H' : 'PO';
    const step = { role, actor: actor.id, reason } as const;
    const listingId = await this.listings.propose(tx, actor.scope.society, proposed, step);
    const after = await this.get(tx, String(listingId));
    await this.announcements.announce(tx, {
      ...{ type: 'listing.proposed', audience: 'society', subject: after.id, data: after },
    });
    await this.audit.record(tx, actor.id, { action: 'listing.proposed', subject: subjectOf(after), reason, after });
    return after;
  }

  /** @throws listing-not-found, move-not-possible, release-never-in-theatres, profile-not-chosen */
  async reschedule(tx: Tx, actor: Actor, id: string, { releases, reason }: ChangeReleases): Promise<ListingView> {
    const found = await this.#find(tx, id);
    requireState(nameOf(id), found.state, RESCHEDULABLE, 'given other releases');
    const standing = { ...found, steps: found.version };
    await this.listings.reschedule(tx, actor.scope.society, standing, releases, officer(actor, reason));
    return this.#recorded(tx, actor, found, 'rescheduled', reason);
  }

  /** Hands it to the authority. @throws listing-not-found, move-not-possible */
  submit(tx: Tx, actor: Actor, id: string, reason: string): Promise<ListingView> {
    return this.#take(tx, actor, id, { to: 'submitted', done: 'submitted', reason });
  }

  /**
   * It stands on the list: of the authority that it was submitted to, or of the society.
   * @throws listing-not-found, move-not-possible, listing-without-authority, listing-not-official, profile-not-chosen
   */
  async place(tx: Tx, actor: Actor, id: string, { reason, ...on }: PlaceOnList): Promise<ListingView> {
    await this.listings.requireRules(tx, actor.scope.society);
    return this.#take(tx, actor, id, { to: 'listed', done: 'listed', reason, on });
  }

  /** @throws listing-not-found, move-not-possible */
  decline(tx: Tx, actor: Actor, id: string, reason: string): Promise<ListingView> {
    return this.#take(tx, actor, id, { to: 'declined', done: 'declined', reason });
  }

  /** Takes it from the list before its windows are over. @throws listing-not-found, move-not-possible */
  delist(tx: Tx, actor: Actor, id: string, reason: string): Promise<ListingView> {
    return this.#take(tx, actor, id, { to: 'delisted', done: 'delisted', reason });
  }

  async #take(
    tx: Tx,
    actor: Actor,
    id: string,
    { to, done, reason, on }: { to: ListingState; done: string; reason: string; on?: Partial<Authority> },
  ): Promise<ListingView> {
    const found = await this.#find(tx, id);
    requireState(nameOf(id), found.state, statesBefore(to, found.source), done);
    const authority = on && authorityOf(found, on);
    await this.listings.move(tx, { ...found, steps: found.version }, to, officer(actor, reason), authority);
    return this.#recorded(tx, actor, found, done, reason);
  }

  async #recorded(tx: Tx, actor: Actor, found: ListingRow, done: string, reason: string): Promise<ListingView> {
    const after = await this.get(tx, String(found.listingId));
    const before = ListingView.from(found);
    await this.audit.record(tx, actor.id, {
      action: `listing.${done}`,
      subject: subjectOf(after),
      reason,
      before,
      after,
    });
    if (found.partyId !== null) {
      const audience = { party: found.partyId };
      await this.announcements.announce(tx, { type: 'listing.stepped', audience, subject: after.id, data: after });
    }
    const standing: readonly string[] = STANDING;
    if (standing.includes(found.state) || standing.includes(after.state)) {
      await this.news.ofStep(tx, actor.scope.society, found.listingId);
    }
    return after;
  }

  async #find(tx: Tx, id: string): Promise<ListingRow> {
    const [row] = await tx.query<ListingRow[]>(`${LISTING_VIEW} where s.listing_id = $1`, [numberOf(id)]);
    if (row === undefined) throw listingNotFound(id);
    return row;
  }
}

/** @throws listing-without-authority, listing-not-official */
function authorityOf({ source }: ListingRow, on: Partial<Authority>): Authority | undefined {
  const { authority, year, batch, listedOn } = on;
  const given = [authority, year, batch, listedOn].filter((part) => part !== undefined).length;
  if (source === 'own') {
    if (given > 0) throw authorityMisplaced();
    return undefined;
  }
  if (given < 4) throw authorityNeeded();
  return { authority: authority!, year: year!, batch: batch!, listedOn: listedOn! };
}

function officer({ id }: Actor, reason: string): ListingStep {
  return { role: 'PO', actor: id, reason };
}

const nameOf = (id: string) => `Listing ${JSON.stringify(id)}`;

/** @example "listing/17" */
const subjectOf = ({ id }: ListingView) => `listing/${id}`;
