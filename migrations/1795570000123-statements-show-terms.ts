import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/**
 * A holder asks until when money is held for its works. The function answers of the transaction's society alone, as
 * row-level security binds its owner too.
 */
export class StatementsShowTerms1795570000123 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'grant execute on function profile.rule_in_force(integer, text, date) to cineledger_holder',
    );
  }

  down(): Promise<void> {
    return refuseDown();
  }
}
