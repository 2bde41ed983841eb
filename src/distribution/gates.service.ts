import { Injectable } from '@nestjs/common';
import { readably } from '../platform/database/constraint.js';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';
import type { Run } from './calculation.service.js';
import { Distribution } from './distribution.entity.js';
import { gateNotMeasured, refusalsOf } from './distribution.errors.js';
import { CHANGE_PERCENT, type Gate, GATE_LIMITS } from './rules/gates.js';

const MEASURE_GATES = sqlFile(import.meta.url, 'sql/measure-gates.sql');
const MEASURE_RELEASE = sqlFile(import.meta.url, 'releases/sql/measure-release.sql');

/** A measure of the last calculation. Numbers are plain decimals. */
export interface MeasuredGate {
  gate: Gate;
  measured: string;
  /** It passes up to this. */
  most: string;
  passed: boolean;
  /** Who let it pass in spite of its measure, and why. */
  waived_by: string | null;
  reason: string | null;
}

/** Measures that stand between a calculation and its approval; the database holds every approval to them. */
@Injectable()
export class GatesService {
  /** Measures the calculation that has just become the distribution's last event. */
  async measure(tx: Tx, run: Run): Promise<void> {
    const limits = await this.#limits(tx, run);
    const change = limits.get(CHANGE_PERCENT.name) ?? CHANGE_PERCENT.most;
    const measures = await this.#measures(tx, run, change);
    for (const { gate, measured } of measures) {
      await tx.query(
        `insert into distribution.gate (distribution_id, ordinal, gate, measured, most)
         select $1, max(ordinal), $2, $3, $4 from distribution.distribution_event where distribution_id = $1`,
        [run.distributionId, gate, measured, limits.get(gate) ?? GATE_LIMITS[gate]],
      );
    }
  }

  /** The measures of the last calculation. */
  list(tx: Tx, { society, distributionId }: Run): Promise<MeasuredGate[]> {
    return tx.query(
      `select g.gate, trim_scale(round(g.measured, 6))::text as measured, trim_scale(g.most)::text as most,
         g.measured <= g.most as passed, w.actor as waived_by, w.reason
       from distribution.gate g
       left join distribution.gate_waiver w using (distribution_id, ordinal, gate)
       where g.society_id = $1 and g.distribution_id = $2
         and g.ordinal = (select max(ordinal) from distribution.gate where distribution_id = $2)
       order by g.gate`,
      [society, distributionId],
    ) as Promise<MeasuredGate[]>;
  }

  /**
   * Lets the last calculation pass a gate in spite of its measure.
   * @throws gate-not-measured, gate-waived-by-maker, gate-waived-before
   */
  async waive(tx: Tx, { society, distributionId }: Run, gate: Gate, actor: string, reason: string): Promise<void> {
    const waived: unknown[] = await readably(
      tx.query(
        `insert into distribution.gate_waiver (distribution_id, ordinal, gate, actor, reason)
         select distribution_id, max(ordinal), gate, $4, $5 from distribution.gate
         where society_id = $1 and distribution_id = $2 and gate = $3
         group by distribution_id, gate
         returning gate`,
        [society, distributionId, gate, actor, reason],
      ),
      refusalsOf(distributionId),
    );
    if (waived.length === 0) throw gateNotMeasured(gate);
  }

  /** A release is not compared with the run before it: whoever gets something of it got nothing then. */
  async #measures(tx: Tx, run: Run, change: string): Promise<{ gate: Gate; measured: string }[]> {
    const { adjusts } = await tx.findOneByOrFail(Distribution, { distributionId: run.distributionId });
    return adjusts === null
      ? tx.query(MEASURE_GATES, [run.distributionId, await lastPosted(tx, run), change])
      : tx.query(MEASURE_RELEASE, [run.distributionId]);
  }

  async #limits(tx: Tx, { society, distributionId }: Run): Promise<ReadonlyMap<string, string>> {
    const rows = (await tx.query(
      `select l.gate, l.most::text as most
       from distribution.distribution d
       join distribution.gate_limit l on l.rule_set_id = d.rule_set_id
       where d.society_id = $1 and d.distribution_id = $2`,
      [society, distributionId],
    )) as { gate: string; most: string }[];
    return new Map(rows.map(({ gate, most }) => [gate, most]));
  }
}

/** The distribution that was posted last before this one and not taken back, to compare it with. */
async function lastPosted(tx: Tx, { society, distributionId }: Run): Promise<number | null> {
  const [row] = (await tx.query(
    `select e.distribution_id
     from distribution.distribution_event e
     join distribution.distribution d on d.distribution_id = e.distribution_id and d.kind = 'normal'
     where e.society_id = $1 and e.distribution_id <> $2 and e.state = 'posted'
       and not exists (
         select from distribution.distribution r
         where r.reverses = e.distribution_id and distribution.state_of(r.distribution_id) = 'posted')
     order by e.happened_at desc, e.distribution_id desc limit 1`,
    [society, distributionId],
  )) as { distribution_id: number }[];
  return row?.distribution_id ?? null;
}
