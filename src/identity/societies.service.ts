import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { readably } from '../platform/database/constraint.js';
import type { Tx } from '../platform/database/database.js';
import { societyNotFound } from './identity.errors.js';

/** Societies are the tenants: everything else belongs to one. */
@Injectable()
export class SocietiesService {
  /** The number of the society of that name, or nothing. */
  async find(tx: Tx, name: string): Promise<number | undefined> {
    const [row] = (await tx.query('select identity.find_society($1) as society', [name])) as [
      { society: number | null },
    ];
    return row.society ?? undefined;
  }

  /** @throws society-not-found */
  async require(tx: Tx, name: string): Promise<number> {
    const society = await this.find(tx, name);
    if (society === undefined) throw societyNotFound(name);
    return society;
  }

  /** The numbers of all societies, for what the calendar does in each. */
  async numbers(tx: Tx): Promise<number[]> {
    const rows = await tx.query<{ society: number }[]>('select society from identity.society_numbers() as society');
    return rows.map(({ society }) => society);
  }

  /** Whether the transaction sees its society: that of the public sees no sandbox. */
  async isVisible(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ visible: boolean }[]>(
      `select exists (select society_id from identity.society) as visible`,
    );
    return row!.visible;
  }

  /**
   * Makes an empty sandbox of that name, in place of the one that bore it, and enters it. Another transaction that
   * wants the same name waits until this one is over.
   * @throws society-not-a-sandbox if a society that must not lose its rows bears the name
   */
  async replaceSandbox(tx: Tx, name: string): Promise<number> {
    const [row] = await readably(
      tx.query<[{ society: number }]>('select identity.replace_sandbox($1) as society', [name]),
      {
        society_is_sandbox: (cause) =>
          new DomainError(
            'conflict',
            'society-not-a-sandbox',
            `Society "${name}" is not a sandbox and is never replaced. Name another one with --society.`,
            { cause },
          ),
      },
    );
    return row.society;
  }
}
