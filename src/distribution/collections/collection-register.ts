import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import { minorUnits, parseAmount } from '../../kernel/money.js';
import { Licence } from '../../licensing/index.js';
import { readably } from '../../platform/database/constraint.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import {
  amountNotOfCurrency,
  COLLECTION_REFUSALS,
  collectionNotFound,
  collectionPosted,
  collectionReversed,
  licenceNotFound,
} from '../distribution.errors.js';
import { Collection } from '../distribution.entity.js';
import { TermsService } from '../terms.service.js';
import {
  type CollectionPage,
  type CollectionQuery,
  type CollectionRow,
  CollectionView,
  type CorrectCollection,
  type EnterCollection,
} from './collection.dto.js';
import { COLLECTION_VIEW, collectionList } from './collection-list.js';

/** Collections one by one, as finance enters them; TermsService takes them as sets. */
@Injectable()
export class CollectionRegister {
  constructor(
    private readonly terms: TermsService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: CollectionQuery, csv: boolean): Promise<CollectionPage | CsvAnswer> {
    return answerList(tx, collectionList(query), query, csv, (row) => CollectionView.from(row));
  }

  /** @throws collection-not-found */
  async get(tx: Tx, id: string): Promise<CollectionView> {
    const [row] = await tx.query<CollectionRow[]>(`${COLLECTION_VIEW} where c.code = $1`, [id]);
    if (row === undefined) throw collectionNotFound(id);
    return CollectionView.from(row);
  }

  /** @throws licence-not-found, amount-not-of-currency, term-out-of-order, collection-exists, collection-periods-overlap */
  async enter(tx: Tx, actor: Actor, collection: EnterCollection): Promise<CollectionView> {
    const { society } = actor.scope;
    const { id, licence: licenceCode, periodStart, periodEnd, amount, bankReference, receivedOn } = collection;
    const licence = await tx.findOneBy(Licence, { societyId: society, code: licenceCode });
    if (licence === null) throw licenceNotFound(licenceCode);
    const { licenceId, currency } = licence;
    requireOrder(periodStart, periodEnd);
    const ordinal = await this.terms.nextOrdinal(tx, society);
    await readably(
      this.terms.addCollections(tx, [
        {
          ...{ code: id, ordinal, licenceId, periodStart, periodEnd, amountMinor: minorOf(amount, currency), currency },
          ...{ minorUnits: minorUnits(currency)!, bankReference, receivedOn },
        },
      ]),
      COLLECTION_REFUSALS,
    );
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'collection.entered', subject: id, after: view });
    return view;
  }

  /**
   * @throws collection-not-found, version-stale, collection-posted, amount-not-of-currency, term-out-of-order,
   *   collection-periods-overlap
   */
  async correct(
    tx: Tx,
    actor: Actor,
    which: { id: string; seen: number },
    correction: CorrectCollection,
  ): Promise<CollectionView> {
    const { id, seen } = which;
    const before = await this.get(tx, id);
    // The lock makes a second correction, or a posting, wait; whoever comes later sees what the first one did.
    const current = await tx.findOne(Collection, {
      where: { societyId: actor.scope.society, code: id },
      lock: { mode: 'pessimistic_write' },
    });
    if (current?.version !== seen) throw versionStale(`Collection ${JSON.stringify(id)}`);
    if (current.postedIn !== null) throw collectionPosted(id);
    const { reason, amount } = correction;
    const periodStart = correction.periodStart ?? current.periodStart;
    const periodEnd = correction.periodEnd ?? current.periodEnd;
    const bankReference = correction.bankReference ?? current.bankReference;
    const receivedOn = correction.receivedOn ?? current.receivedOn;
    requireOrder(periodStart, periodEnd);
    const amountMinor = amount === undefined ? current.amountMinor : minorOf(amount, current.currency);
    await readably(
      tx.query(
        `update distribution.collection set period_start = $2, period_end = $3, amount_minor = $4, bank_reference = $5,
           received_on = $6, version = version + 1 where collection_id = $1`,
        [current.collectionId, periodStart, periodEnd, String(amountMinor), bankReference, receivedOn],
      ),
      COLLECTION_REFUSALS,
    );
    const after = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'collection.corrected', subject: id, reason, before, after });
    return after;
  }
}

function requireOrder(periodStart: string, periodEnd: string): void {
  if (periodEnd < periodStart) throw collectionReversed();
}

function minorOf(amount: string, currency: string): bigint {
  const minor = parseAmount(amount, currency);
  if (minor === undefined) throw amountNotOfCurrency(amount, currency, minorUnits(currency)!);
  return minor;
}
