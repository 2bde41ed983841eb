import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/**
 * A published version may get a last day, or an earlier one: by a step of an approver, and never in the past, so that
 * what was quoted stays explainable. Nothing else of a publication changes.
 */
export class LicensingEndTariffs1795570000073 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into licensing.move values ('tariff_version', 'published', 'withdrawn', 'approver');
      grant update (valid_to) on licensing.tariff_publication to cineledger_app;

      create function licensing.refuse_other_last_day() returns trigger language plpgsql as $$
      begin
        if new.valid_to is null or new.valid_to >= old.valid_to or new.valid_to < licensing.earliest_today() then
          perform licensing.refuse('tariff_publication', 'tariff_publication_only_ends',
            format('tariff version %s cannot be in force until %s: only an earlier end that is not over can be set',
              old.tariff_version_id, coalesce(new.valid_to::text, 'further notice')));
        end if;
        return new;
      end $$;
      create trigger tariff_publication_only_ends before update on licensing.tariff_publication
        for each row execute function licensing.refuse_other_last_day();

      create function licensing.refuse_unrecorded_end() returns trigger language plpgsql as $$
      begin
        if not exists (select from licensing.tariff_transition
                        where tariff_version_id = new.tariff_version_id and to_state = 'withdrawn' and at = now()) then
          perform licensing.refuse('tariff_publication', 'tariff_end_recorded',
            format('tariff version %s was ended and nobody said who and why', new.tariff_version_id));
        end if;
        return null;
      end $$;
      create constraint trigger tariff_end_recorded after update on licensing.tariff_publication
        deferrable initially deferred for each row execute function licensing.refuse_unrecorded_end();

      create function licensing.refuse_endless_end() returns trigger language plpgsql as $$
      begin
        if (select valid_to from licensing.tariff_publication where tariff_version_id = new.tariff_version_id) is null then
          perform licensing.refuse('tariff_transition', 'tariff_ended_has_last_day',
            format('tariff version %s was withdrawn and is in force until further notice', new.tariff_version_id));
        end if;
        return null;
      end $$;
      create constraint trigger tariff_ended_has_last_day after insert on licensing.tariff_transition
        deferrable initially deferred for each row
        when (new.from_state = 'published' and new.to_state = 'withdrawn') execute function licensing.refuse_endless_end();`);
  }

  down = refuseDown;
}
