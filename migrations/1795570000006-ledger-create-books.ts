import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown, tenantTable } from './tenant.js';

/** Double entry. The application may add to the books and read them; nothing in them is ever changed. */
export class LedgerCreateBooks1795570000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema ledger;
      grant usage on schema ledger to cineledger_app;

      create table ledger.account (
        account_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        constraint account_pkey primary key (account_id),
        constraint account_code_unique unique (society_id, code),
        constraint account_class_known check (code ~ '^(assets|liabilities|income|expenses):.')
      );
      ${tenantTable('ledger.account', 'select, insert')}

      create table ledger.transaction (
        transaction_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null, -- unique in the society: what it books, said in the words of who posts it
        booked_on date not null,
        memo text not null,
        constraint transaction_pkey primary key (transaction_id),
        constraint transaction_of_society_key unique (society_id, transaction_id),
        constraint transaction_code_unique unique (society_id, code),
        constraint transaction_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('ledger.transaction', 'select, insert')}

      create table ledger.posting (
        transaction_id integer not null,
        ordinal integer not null,
        society_id integer not null,
        account_id integer not null,
        currency text collate "C" not null,
        debit_minor bigint not null default 0,
        credit_minor bigint not null default 0,
        constraint posting_pkey primary key (transaction_id, ordinal),
        constraint posting_one_side
          check ((debit_minor > 0 and credit_minor = 0) or (debit_minor = 0 and credit_minor > 0))
      );
      create index posting_account on ledger.posting (society_id, account_id);
      ${tenantTable('ledger.posting', 'select, insert')}

      -- One check for all rows of a statement: a check for each row would read a large transaction once a row, and
      -- foreign keys would look two rows up for each posting.
      create function ledger.refuse_stray_postings() returns trigger language plpgsql as $$
      begin
        if exists (
          select from inserted i
          left join ledger.transaction t on t.transaction_id = i.transaction_id and t.society_id = i.society_id
          left join ledger.account a on a.account_id = i.account_id and a.society_id = i.society_id
          where t.transaction_id is null or a.account_id is null
        ) then
          raise exception 'a posting names a transaction or an account that its society does not have'
            using errcode = 'foreign_key_violation', schema = 'ledger', table = 'posting',
              constraint = 'posting_of_known_transaction_and_account';
        end if;
        return null;
      end $$;
      create trigger posting_of_known_transaction_and_account after insert on ledger.posting
        referencing new table as inserted for each statement execute function ledger.refuse_stray_postings();

      create function ledger.refuse_unbalanced() returns trigger language plpgsql as $$
      declare unbalanced record;
      begin
        select p.transaction_id, p.currency, sum(p.debit_minor) as debit, sum(p.credit_minor) as credit into unbalanced
        from ledger.posting p
        where p.transaction_id in (select transaction_id from inserted)
        group by p.transaction_id, p.currency
        having sum(p.debit_minor) <> sum(p.credit_minor)
        limit 1;
        if found then
          raise exception 'transaction % is not balanced in %: debit %, credit % minor units',
            unbalanced.transaction_id, unbalanced.currency, unbalanced.debit, unbalanced.credit
            using errcode = 'check_violation', schema = 'ledger', table = 'posting', constraint = 'transaction_balanced';
        end if;
        return null;
      end $$;
      create trigger transaction_balanced after insert on ledger.posting
        referencing new table as inserted for each statement execute function ledger.refuse_unbalanced();

      -- What is posted stays as it is: not even balanced postings are added to it.
      create function ledger.refuse_later_postings() returns trigger language plpgsql as $$
      begin
        if exists (
          select from ledger.posting p
          where p.transaction_id in (select transaction_id from inserted)
            and not exists (select from inserted i where i.transaction_id = p.transaction_id and i.ordinal = p.ordinal)
        ) then
          raise exception 'a transaction is posted by one statement, and nothing is added to it later'
            using errcode = 'check_violation', schema = 'ledger', table = 'posting', constraint = 'transaction_posted_once';
        end if;
        return null;
      end $$;
      create trigger transaction_posted_once after insert on ledger.posting
        referencing new table as inserted for each statement execute function ledger.refuse_later_postings();

      create function ledger.refuse_empty() returns trigger language plpgsql as $$
      begin
        if not exists (select from ledger.posting where transaction_id = new.transaction_id) then
          raise exception 'transaction % has no posting', new.transaction_id
            using errcode = 'check_violation', schema = 'ledger', table = 'transaction', constraint = 'transaction_has_postings';
        end if;
        return null;
      end $$;
      create constraint trigger transaction_has_postings after insert on ledger.transaction
        deferrable initially deferred for each row execute function ledger.refuse_empty();`);
  }

  down = refuseDown;
}
