import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000061-usage-keep-revisions.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = TABLES_BEFORE.flatMap((table) => {
  if (table === 'distribution.distribution_event') return ['distribution.gate_waiver', 'distribution.gate', table];
  return table === 'distribution.rule_set_publication' ? ['distribution.gate_limit', table] : [table];
});

/** What a calculation is measured by before it may be approved, and who let it pass in spite of a measure. */
export class DistributionCreateGates1795570000062 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Where a rule set is stricter, or more lenient, than the usual limits.
      create table distribution.gate_limit (
        rule_set_id integer not null,
        gate text collate "C" not null,
        society_id integer not null,
        most numeric not null,
        constraint gate_limit_pkey primary key (rule_set_id, gate),
        constraint gate_limit_rule_set_fkey
          foreign key (society_id, rule_set_id) references distribution.rule_set (society_id, rule_set_id),
        constraint gate_limit_not_negative check (most >= 0 and most < 'Infinity')
      );
      ${tenantTable('distribution.gate_limit', 'select, insert')}

      -- Measures of one calculation, whose event they name.
      create table distribution.gate (
        distribution_id integer not null,
        ordinal integer not null,
        gate text collate "C" not null,
        society_id integer not null,
        measured numeric not null,
        most numeric not null, -- passed up to this
        constraint gate_pkey primary key (distribution_id, ordinal, gate),
        constraint gate_event_fkey
          foreign key (distribution_id, ordinal) references distribution.distribution_event (distribution_id, ordinal),
        constraint gate_measures check (measured >= 0 and measured < 'Infinity')
      );
      ${tenantTable('distribution.gate', 'select, insert')}

      create table distribution.gate_waiver (
        distribution_id integer not null,
        ordinal integer not null,
        gate text collate "C" not null,
        society_id integer not null,
        actor text collate "C" not null,
        reason text not null,
        waived_at timestamptz not null default now(),
        constraint gate_waiver_pkey primary key (distribution_id, ordinal, gate),
        constraint gate_waiver_gate_fkey
          foreign key (distribution_id, ordinal, gate) references distribution.gate (distribution_id, ordinal, gate),
        constraint gate_waiver_by_someone check (actor <> ''),
        constraint gate_waiver_with_reason check (reason <> '')
      );
      ${tenantTable('distribution.gate_waiver', 'select, insert')}

      create function distribution.refuse_closed_gate() returns trigger language plpgsql as $$
      declare closed text;
      begin
        -- A calculation without measures has not been looked at.
        select coalesce(g.gate, 'not measured') into closed
        from (
          select e.ordinal
          from distribution.distribution_event e
          join distribution.distribution_event b
            on b.distribution_id = e.distribution_id and b.ordinal = e.ordinal - 1 and b.state = 'open'
          where e.distribution_id = new.distribution_id and e.state = 'calculated'
          order by e.ordinal desc limit 1
        ) c
        left join distribution.gate g on g.distribution_id = new.distribution_id and g.ordinal = c.ordinal
        left join distribution.gate_waiver w
          on w.distribution_id = g.distribution_id and w.ordinal = g.ordinal and w.gate = g.gate
        where g.gate is null or (g.measured > g.most and w.gate is null)
        limit 1;
        if found then
          raise exception 'distribution % is above the limit of gate %', new.distribution_id, closed
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution_event',
              constraint = 'distribution_gates_passed';
        end if;
        return null;
      end $$;
      create trigger distribution_gates_passed after insert on distribution.distribution_event
        for each row when (new.state = 'approved') execute function distribution.refuse_closed_gate();
      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
