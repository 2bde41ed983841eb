import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PARTY, refuseDown } from './tenant.js';

/**
 * What is licensed is what is mandated (ADR 0074): offers and acceptances look into the repertoire, a tail is at least as
 * long as the licences say, and whether a licensee is shown on statements is a term of its licence.
 */
export class LicensingLicenseTheRepertoire1795570000141 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createRepertoireOfATerm(queryRunner);
    await this.#checkGrants(queryRunner);
    await this.#bindTails(queryRunner);
    await this.#agreeOnStatements(queryRunner);
    await this.#letHoldersWithdraw(queryRunner);
  }

  async #createRepertoireOfATerm(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What the society may license on some day of a term, by what is known now: a claim and a mandate for the same right
      -- that are both in force on one of its days. One row a claim and a line of a mandate. Where a society keeps no
      -- mandates, as in a folder, a claim counts as mandated.
      create function repertoire.licensable_within(first_day date, last_day date)
        returns table (society_id integer, work_id integer, "right" text, territories_except boolean, territory_codes text[],
          claim_id integer, party_id integer, mandate_id integer)
        language sql stable as $$
        select c.society_id, c.work_id, c."right", t.territories_except, t.territory_codes, c.claim_id, c.party_id, m.mandate_id
        from repertoire.claim c
        join repertoire.work w on w.work_id = c.work_id
        join repertoire.mandated('infinity') m
          on m.party_id = c.party_id and m."right" = c."right" and coalesce(m.work_type = w.work_type, m.work_type is null)
          and greatest(first_day, c.valid_from, m.valid_from) <= least(last_day, c.valid_to, m.valid_to)
        cross join lateral repertoire.common_territories(
          c.territories_except, c.territory_codes, m.territories_except, m.territory_codes) t
        where c.superseded_at is null and (t.territories_except or t.territory_codes <> '{}')
        union all
        select c.society_id, c.work_id, c."right", c.territories_except, c.territory_codes, c.claim_id, c.party_id, null
        from repertoire.claim c
        where c.superseded_at is null and greatest(first_day, c.valid_from) <= least(last_day, c.valid_to)
          and (c.territories_except or c.territory_codes <> '{}')
          and not exists (select from repertoire.mandate)
      $$;

      create or replace function repertoire.licensable(on_day date)
        returns table (society_id integer, work_id integer, "right" text, territories_except boolean, territory_codes text[],
          claim_id integer, party_id integer, mandate_id integer)
        language sql stable as $$ select * from repertoire.licensable_within(on_day, on_day) $$;`);
  }

  async #checkGrants(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A licence is for the repertoire as it stands from day to day, and names no works: it promises something only if, for
      -- each of its rights, a work can be licensed somewhere in its territories on some day of its term. An exclusive one
      -- promises besides that the society licenses these works alone, which no mandate that is not exclusive allows.
      -- A society that keeps no mandates is not asked.
      create function licensing.check_repertoire(l licensing.licence, is_exclusive boolean) returns void language plpgsql as $$
      declare
        nothing_of text;
        shared boolean;
      begin
        if not exists (select from repertoire.mandate) then return; end if;
        select x."right", x.shared into nothing_of, shared
        from (
          select u."right", count(r.claim_id) as works, bool_or(not m.exclusive) as shared
          from (select distinct t."right" from licensing.use_type t where t.use_type = any (l.use_types)) u
          left join repertoire.licensable_within(l.valid_from, l.valid_to) r
            on r."right" = u."right" and licensing.territories_meet(
              l.territories_except, l.territory_codes, r.territories_except, r.territory_codes)
          left join repertoire.mandate m on m.mandate_id = r.mandate_id
          group by u."right"
        ) x
        where x.works = 0 or (is_exclusive and x.shared)
        order by x.works, x."right" limit 1;
        if not found then return; end if;
        if shared is null then
          perform licensing.refuse('licence_transition', 'licence_within_repertoire',
            format('no work of the repertoire can be licensed for "%s" in the territories and the term of licence %s',
              nothing_of, l.code));
        end if;
        perform licensing.refuse('licence_transition', 'licence_exclusive_by_mandate',
          format('licence %s is exclusive, and works are mandated for "%s" without that', l.code, nothing_of));
      end $$;

      -- The former checks stay in their function; this one comes after them, by its name.
      create function licensing.check_licensed_repertoire() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare
        l licensing.licence;
      begin
        select * into l from licensing.licence where licence_id = new.licence_id;
        perform licensing.check_repertoire(l,
          (select m.exclusive from licensing.licence_terms m where m.licence_id = new.licence_id));
        return new;
      end $$;
      revoke all on function licensing.check_licensed_repertoire() from public;
      create trigger licence_within_repertoire before insert on licensing.licence_transition for each row
        when (new.to_state = 'offered' or (new.to_state = 'active' and new.from_state = 'offered'))
        execute function licensing.check_licensed_repertoire();`);
  }

  /** [C2] Licences that were granted before a mandate ended run on, and pay whoever has left. */
  async #bindTails(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The last day of the licences under which works of a mandate are used after it: granted and begun by the last day of
      -- one of its lines, for that line's right, somewhere in its territories. Null if there are none, or if the
      -- mandate has no last day. A licence that was terminated ended on that day.
      create function licensing.tail_of(of_mandate integer) returns date language sql stable as $$
        select case when bool_or(d.valid_to is null) then null else max(g.last_day) filter (where g.last_day > d.valid_to) end
        from repertoire.mandated('infinity') d
        left join lateral (
          select least(l.valid_to, ended.day) as last_day
          from licensing.licence l
          join licensing.licence_standing s on s.licence_id = l.licence_id
            and s.state in ('active', 'suspended', 'expired', 'terminated')
          cross join lateral (
            select min((t.at at time zone 'UTC')::date) filter (where t.to_state = 'active') as granted,
              min((t.at at time zone 'UTC')::date) filter (where t.to_state = 'terminated') as day
            from licensing.licence_transition t where t.licence_id = l.licence_id
          ) ended
          where greatest(l.valid_from, ended.granted) <= d.valid_to
            and exists (select from licensing.use_type u where u.use_type = any (l.use_types) and u."right" = d."right")
            and licensing.territories_meet(
              l.territories_except, l.territory_codes, d.territories_except, d.territory_codes)
        ) g on true
        where d.mandate_id = of_mandate
      $$;

      -- Repertoire knows no licences, so that they say here what of a tail cannot be true.
      create function licensing.refuse_short_tail() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare
        needed date := licensing.tail_of(new.mandate_id);
      begin
        if needed is not null and (new.until is null or new.until < needed) then
          perform licensing.refuse('mandate_tail', 'mandate_tail_covers_licences',
            format('licences that were granted under mandate %s run until %s',
              (select m.code from repertoire.mandate m where m.mandate_id = new.mandate_id), needed));
        end if;
        return new;
      end $$;
      revoke all on function licensing.refuse_short_tail() from public;
      create trigger mandate_tail_covers_licences before insert on repertoire.mandate_tail
        for each row execute function licensing.refuse_short_tail();`);
  }

  /** [C7] Payers' secrets are kept: they are told whether and where they are shown before they accept. */
  async #agreeOnStatements(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      grant update (statement_consent) on licensing.licence to cineledger_app;

      create or replace function licensing.refuse_false_certificate() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if not exists (
          select from licensing.licence_standing s
          join licensing.licence l using (licence_id)
          join licensing.licence_terms m using (licence_id)
          join licensing.quote q using (quote_id)
          where s.licence_id = new.licence_id and s.state = 'active'
            and new.content::jsonb @> jsonb_build_object('licence', l.code, 'validFrom', to_char(l.valid_from, 'YYYY-MM-DD'),
              'validTo', to_char(l.valid_to, 'YYYY-MM-DD'), 'useTypes', to_jsonb(l.use_types), 'quoteSha256', q.sha256,
              'statementConsent', coalesce(l.statement_consent, false))
        ) then
          perform licensing.refuse('certificate', 'certificate_of_active_licence',
            format('licence %s is not active, or the certificate says otherwise than its terms', new.licence_id));
        end if;
        return new;
      end $$;`);
  }

  /** A holder withdraws its own claim by this door alone, and no other's. */
  async #letHoldersWithdraw(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function repertoire.withdraw_own(claim integer) returns integer language sql
        security definer set search_path = pg_catalog, pg_temp as $$
        update repertoire.claim c set superseded_at = now()
        where c.claim_id = claim and c.superseded_at is null and c.party_id = ${PARTY}
        returning c.claim_id
      $$;
      revoke all on function repertoire.withdraw_own(integer) from public;
      grant execute on function repertoire.withdraw_own(integer) to cineledger_holder;`);
  }

  down = refuseDown;
}
