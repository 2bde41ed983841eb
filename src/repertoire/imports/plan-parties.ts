import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { partiesOf, type PartyTable } from '../files/parties.js';
import type { NewParty } from '../parties/parties.service.js';
import { Party } from '../parties/party.entity.js';
import { compare, type ImportPlan } from './import-plan.js';

const COLUMN_OF = {
  country: 'country',
  ipiNameNumber: 'ipi_name_number',
  isni: 'isni',
  payoutCurrency: 'payout_currency',
} as const;

/** Parties, new or changed. Of one that is known, a column that the file lacks stays as it is. */
export async function planParties(tx: Tx, table: PartyTable): Promise<ImportPlan> {
  const rows = partiesOf(table);
  const known = await tx.query<NewParty[]>(
    `select code, name, kind, country, ipi_name_number as "ipiNameNumber", isni, payout_currency as "payoutCurrency"
     from repertoire.party where code = any ($1)`,
    [rows.map(({ code }) => code)],
  );
  const before = new Map(known.map((party) => [party.code, party]));
  const merged = rows.map((row) => {
    const was = before.get(row.code);
    if (was === undefined) return row;
    const absent = Object.entries(COLUMN_OF).filter(([, column]) => !table.columns.has(column));
    return { ...row, ...Object.fromEntries(absent.map(([field]) => [field, was[field as keyof NewParty]])) };
  });
  const { created, changed, same } = compare(merged, known, termsOf);
  return {
    ...{ created: created.length, changed: changed.length, same, workIds: [] },
    deeds: [
      ...created.map((party) => ({ action: 'party.registered', subject: party.code, after: party })),
      ...changed.map(({ next, known: was }) => ({
        action: 'party.changed',
        subject: next.code,
        before: was,
        after: next,
      })),
    ],
    async apply() {
      await insertRows(tx, Party, created);
      await tx.query(
        `update repertoire.party p
         set name = n.name, kind = n.kind, country = n.country, ipi_name_number = n."ipiNameNumber", isni = n.isni,
           payout_currency = n."payoutCurrency", version = p.version + 1
         from jsonb_to_recordset($1::jsonb) as n(code text, name text, kind text, country text, "ipiNameNumber" text,
           isni text, "payoutCurrency" text)
         where p.code = n.code`,
        [JSON.stringify(changed.map(({ next }) => next))],
      );
    },
  };
}

function termsOf({ name, kind, country, ipiNameNumber, isni, payoutCurrency }: NewParty): unknown {
  return [name, kind, country, ipiNameNumber, isni, payoutCurrency];
}
