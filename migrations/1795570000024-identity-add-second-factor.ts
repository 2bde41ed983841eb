import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/** A second factor for who wants one: a shared secret, and the step of time that was used last. */
export class IdentityAddSecondFactor1795570000024 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table identity.person
        add column totp_secret bytea, -- null: the password alone logs in
        add column totp_last_step bigint, -- a code that was used once is worth nothing, also to who read it over a shoulder
        add constraint person_totp_long_enough check (octet_length(totp_secret) >= 20),
        add constraint person_totp_step_of_secret check (totp_last_step is null or totp_secret is not null);
      grant update (totp_secret, totp_last_step) on identity.person to cineledger_app;`);
  }

  down = refuseDown;
}
