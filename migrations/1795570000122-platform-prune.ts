import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/** A function of a fixed age, which deletes as the owner within the society of the transaction. */
function pruning(schema: string, statements: string): string {
  return `
    create function ${schema}.prune() returns void language plpgsql security definer
      set search_path = pg_catalog, pg_temp as $$
    declare
      of_society integer := current_setting('app.society')::integer;
    begin ${statements} end $$;
    revoke all on function ${schema}.prune() from public;
    grant execute on function ${schema}.prune() to cineledger_app;`;
}

/**
 * What nobody needs any more goes. The application cannot delete; these functions delete what is old and nothing else,
 * and take no age, so that whoever holds the application's connection cannot make them take more (ADR 0071).
 */
export class PlatformPrune1795570000122 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create index idempotent_answer_age on platform.idempotent_answer (society_id, answered_at);
      create index job_ended on platform.job (society_id, ended_at) where ended_at is not null;
      create index login_attempt_age on identity.login_attempt (society_id, attempted_at);
      create index session_age on identity.session (society_id, expires_at);

      ${pruning(
        'platform',
        `
        delete from platform.idempotent_answer
          where society_id = of_society and answered_at < now() - interval '30 days';
        delete from platform.job where society_id = of_society and ended_at < now() - interval '90 days';`,
      )}
      ${pruning(
        'identity',
        `
        delete from identity.login_attempt
          where society_id = of_society and attempted_at < now() - interval '90 days';
        delete from identity.session where society_id = of_society and expires_at < now() - interval '90 days';`,
      )}
      ${pruning(
        'webhooks',
        `
        delete from webhooks.attempt a using webhooks.delivery d
          where d.society_id = of_society and d.ended_at < now() - interval '90 days' and a.delivery_id = d.delivery_id;
        delete from webhooks.delivery
          where society_id = of_society and ended_at < now() - interval '90 days';
        delete from webhooks.event e where e.society_id = of_society and e.announced_at < now() - interval '90 days'
          and not exists (select from webhooks.delivery d where d.event_id = e.event_id);`,
      )}`);
  }

  down = refuseDown;
}
