import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000063-platform-keep-jobs.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = TABLES_BEFORE.flatMap((table) =>
  table === 'licensing.tariff_publication' ? ['licensing.tariff_transition', table] : [table],
);

/**
 * Tariff versions are drafts before they are published, and every change of a draft, of a licence too, is a step with
 * actor, time and reason (ADR 0043). Licensees get what an officer keeps of them beside the name.
 */
export class LicensingKeepDrafts1795570000071 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createTariffSteps(queryRunner);
    await this.#guardPublication(queryRunner);
    await this.#recordChanges(queryRunner);
    await queryRunner.query(`
      alter table licensing.licensee
        add column legal_name text, -- as the register has it; certificates bear it
        add column country text collate "C",
        add column registration_number text collate "C",
        add column version integer not null default 1, -- what an ETag says
        add constraint licensee_version_counts check (version > 0),
        add constraint licensee_legal_name_said check (legal_name <> ''),
        add constraint licensee_registration_said check (registration_number <> '');
      grant update (legal_name, country, registration_number, version) on licensing.licensee to cineledger_app;

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  async #createTariffSteps(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into licensing.move values
        ('tariff_version', 'draft', 'draft', 'licensing_officer'),
        ('tariff_version', 'draft', 'submitted', 'licensing_officer'),
        ('tariff_version', 'submitted', 'draft', 'licensing_officer'),
        ('tariff_version', 'submitted', 'draft', 'approver'),
        ('tariff_version', 'submitted', 'published', 'approver'),
        ('tariff_version', 'draft', 'withdrawn', 'licensing_officer'),
        ('tariff_version', 'submitted', 'withdrawn', 'licensing_officer'),
        ('licence', 'draft', 'draft', 'licensing_officer');

      -- What happened to a version after it was made. Versions that were published before there were steps have none.
      create table licensing.tariff_transition (
        tariff_version_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        subject text collate "C" not null generated always as ('tariff_version') stored,
        from_state text collate "C" not null,
        to_state text collate "C" not null,
        role text collate "C" not null, -- in which the actor acted
        actor text collate "C" not null,
        at timestamptz not null default now(), -- the database's clock: the application cannot write it
        reason text not null,
        constraint tariff_transition_pkey primary key (tariff_version_id, ordinal),
        constraint tariff_transition_said check (actor <> '' and reason <> ''),
        constraint tariff_transition_move_fkey
          foreign key (subject, from_state, to_state, role) references licensing.move,
        constraint tariff_transition_version_fkey foreign key (society_id, tariff_version_id)
          references licensing.tariff_version (society_id, tariff_version_id)
      );
      ${tenantTable(
        'licensing.tariff_transition',
        'select, insert (tariff_version_id, ordinal, from_state, to_state, role, actor, reason)',
      )}

      create view licensing.tariff_standing with (security_invoker = true) as
      select v.tariff_version_id, v.society_id, coalesce(t.ordinal, 0) as steps,
        coalesce(t.to_state, case when p.tariff_version_id is null then 'draft' else 'published' end) as state
      from licensing.tariff_version v
      left join licensing.tariff_publication p on p.tariff_version_id = v.tariff_version_id
      left join lateral (
        select * from licensing.tariff_transition x
        where x.tariff_version_id = v.tariff_version_id order by x.ordinal desc limit 1
      ) t on true;
      grant select on licensing.tariff_standing to cineledger_app;

      create function licensing.check_tariff_transition() returns trigger language plpgsql as $$
      declare standing licensing.tariff_standing;
      begin
        -- The primary key lets one of two moves at once pass.
        select * into standing from licensing.tariff_standing where tariff_version_id = new.tariff_version_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform licensing.refuse('tariff_transition', 'tariff_transition_follows',
            format('tariff version %s is %s after %s steps, and not %s', new.tariff_version_id, standing.state,
              standing.steps, new.from_state));
        end if;
        return new;
      end $$;
      create trigger tariff_transition_follows before insert on licensing.tariff_transition
        for each row execute function licensing.check_tariff_transition();`);
  }

  /** A version is in force by its publication row, and is published by a step: neither is there without the other. */
  async #guardPublication(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function licensing.check_publication() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from licensing.tariff_transition t
          where t.tariff_version_id = new.tariff_version_id and t.to_state = 'published' and t.actor = new.published_by
        ) then
          perform licensing.refuse('tariff_publication', 'tariff_publication_of_submitted',
            format('tariff version %s has not been submitted and published by a step', new.tariff_version_id));
        end if;
        -- Whoever changed or submitted it has made it too.
        if exists (
          select from licensing.tariff_transition t
          where t.tariff_version_id = new.tariff_version_id and t.role = 'licensing_officer' and t.actor = new.published_by
        ) then
          perform licensing.refuse('tariff_publication', 'tariff_publication_by_another',
            format('%s has changed or submitted tariff version %s', new.published_by, new.tariff_version_id));
        end if;
        return null;
      end $$;
      create trigger tariff_publication_of_submitted after insert on licensing.tariff_publication
        for each row execute function licensing.check_publication();

      create function licensing.refuse_unannounced() returns trigger language plpgsql as $$
      begin
        if not exists (select from licensing.tariff_publication where tariff_version_id = new.tariff_version_id) then
          perform licensing.refuse('tariff_transition', 'tariff_published_has_days',
            format('tariff version %s was published without the days on which it is in force', new.tariff_version_id));
        end if;
        return null;
      end $$;
      create constraint trigger tariff_published_has_days after insert on licensing.tariff_transition
        deferrable initially deferred for each row
        when (new.to_state = 'published') execute function licensing.refuse_unannounced();`);
  }

  /** What is a draft may be changed, by a step of the same transaction that says who and why. */
  async #recordChanges(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      grant update ("right", use_types, territories_except, territory_codes, currency, formula, resolution_number,
        resolution_on) on licensing.tariff_version to cineledger_app;

      create function licensing.refuse_change_of_tariff() returns trigger language plpgsql as $$
      begin
        if (select state from licensing.tariff_standing where tariff_version_id = old.tariff_version_id) <> 'draft' then
          perform licensing.refuse('tariff_version', 'tariff_version_frozen',
            format('tariff version %s is no draft any more', old.tariff_version_id));
        end if;
        return new;
      end $$;
      create trigger tariff_version_frozen before update on licensing.tariff_version
        for each row execute function licensing.refuse_change_of_tariff();

      drop trigger tariff_version_use_types_of_right on licensing.tariff_version;
      create trigger tariff_version_use_types_of_right before insert or update on licensing.tariff_version
        for each row execute function licensing.refuse_use_types_of_other_right();

      -- now() is the same throughout a transaction, and is what a step's time is.
      create function licensing.refuse_unrecorded_tariff() returns trigger language plpgsql as $$
      begin
        if not exists (select from licensing.tariff_transition
                        where tariff_version_id = new.tariff_version_id and to_state = 'draft' and at = now()) then
          perform licensing.refuse('tariff_version', 'tariff_change_recorded',
            format('tariff version %s was changed and nobody said who and why', new.tariff_version_id));
        end if;
        return null;
      end $$;
      create constraint trigger tariff_change_recorded after update on licensing.tariff_version
        deferrable initially deferred for each row execute function licensing.refuse_unrecorded_tariff();

      create function licensing.refuse_unrecorded_licence() returns trigger language plpgsql as $$
      begin
        if not exists (select from licensing.licence_transition
                        where licence_id = new.licence_id and to_state = 'draft' and at = now()) then
          perform licensing.refuse(tg_table_name, 'licence_change_recorded',
            format('licence %s was changed and nobody said who and why', new.licence_id));
        end if;
        return null;
      end $$;
      create constraint trigger licence_change_recorded after update on licensing.licence
        deferrable initially deferred for each row execute function licensing.refuse_unrecorded_licence();
      create constraint trigger licence_change_recorded after update on licensing.licence_terms
        deferrable initially deferred for each row execute function licensing.refuse_unrecorded_licence();`);
  }

  down = refuseDown;
}
