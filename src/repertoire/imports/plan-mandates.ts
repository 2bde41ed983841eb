import type { Fault } from '../../platform/csv/fault.js';
import type { Tx } from '../../platform/database/database.js';
import { type FileMandate, MANDATES_FILE, mandatesOf, type MandateTable } from '../files/mandates.js';
import { MandatesService, type NewMandate, type Signature, type Step } from '../mandates/mandates.service.js';
import { compare, type ImportPlan, numbersOf, unknownReference } from './import-plan.js';

type Terms = NewMandate & Pick<Signature, 'fileSha256' | 'signedOn'>;

/**
 * Mandates that were signed on paper. They come in as signed, and another person approves them, one by one or as the
 * whole import. A mandate that is known stays as it is; a row that says otherwise is a fault.
 * @param faults every fault that is found is added
 */
export async function planMandates(
  tx: Tx,
  mandates: MandatesService,
  table: MandateTable,
  step: Step,
  faults: Fault[],
): Promise<ImportPlan> {
  const given = mandatesOf(table, faults);
  const parties = await numbersOf(
    tx,
    'party',
    given.map(({ partyCode }) => partyCode),
  );
  for (const { line, partyCode } of given) {
    if (!parties.has(partyCode)) faults.push(unknownReference(MANDATES_FILE, line, 'party_id', partyCode));
  }
  const rows = given.map((mandate) => termsOf(mandate, parties));
  const known = await findKnown(
    tx,
    rows.map(({ code }) => code),
  );
  const { created, changed, same } = compare(rows, known, inOrder);
  const lines = new Map(given.map(({ line, terms }) => [terms.code, line]));
  for (const { next } of changed) {
    const message =
      'is registered with other terms, and a mandate is never changed; withdraw that one, and give this another id';
    faults.push({
      file: MANDATES_FILE,
      line: lines.get(next.code)!,
      column: 'mandate_id',
      code: 'mandate_differs',
      message,
    });
  }
  return {
    ...{ created: created.length, changed: 0, same, workIds: [] },
    deeds: created.map(({ partyId: _party, importId: _import, ...mandate }) => ({
      ...{ action: 'mandate.signed', subject: mandate.code, after: mandate },
    })),
    async apply(_tx, importId) {
      const numbers = await mandates.add(
        tx,
        created.map((mandate) => ({ ...mandate, importId })),
        step,
      );
      const signatures = created.map(({ code, fileSha256, signedOn }) => ({
        ...{ mandateId: numbers.get(code)!, fileSha256, signedOn },
      }));
      await mandates.sign(tx, signatures, step);
    },
  };
}

function termsOf({ partyCode, terms, signature }: FileMandate, parties: ReadonlyMap<string, number>): Terms {
  return { ...terms, partyId: parties.get(partyCode)!, importId: null, ...signature };
}

function findKnown(tx: Tx, codes: readonly string[]): Promise<Terms[]> {
  return tx.query<Terms[]>(
    `select m.code, m.party_id as "partyId", m.kind, m.exclusive, m.valid_from::text as "validFrom",
       m.valid_to::text as "validTo", m.notice_months as "noticeMonths", m.notice_to_year_end as "noticeToYearEnd",
       m.terms_shown as "termsShown", m.consented_deductions as "consentedDeductions",
       encode(e.file_sha256, 'hex') as "fileSha256", e.signed_on::text as "signedOn",
       (select jsonb_agg(jsonb_build_object('right', l."right", 'workType', l.work_type, 'territoriesExcept',
          l.territories_except, 'territoryCodes', l.territory_codes, 'consentOn', l.consent_on) order by l.ordinal)
        from repertoire.mandate_line l where l.mandate_id = m.mandate_id) as lines
     from repertoire.mandate m
     left join repertoire.mandate_event e on e.mandate_id = m.mandate_id and e.state = 'signed'
     where m.code = any ($1)`,
    [codes],
  );
}

function inOrder(mandate: Terms): unknown {
  const { partyId, kind, exclusive, validFrom, validTo, noticeMonths, noticeToYearEnd, termsShown } = mandate;
  const lines = mandate.lines.map(({ right, workType, territoriesExcept, territoryCodes, consentOn }) => [
    ...[right, workType, territoriesExcept, territoryCodes, consentOn],
  ]);
  const { fileSha256, signedOn } = mandate;
  return [
    ...[partyId, kind, exclusive, validFrom, validTo, noticeMonths, noticeToYearEnd, termsShown],
    ...[fileSha256, signedOn, lines],
  ];
}
