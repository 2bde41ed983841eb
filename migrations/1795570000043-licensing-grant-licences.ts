import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000042-licensing-create-tariffs.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = [
  'licensing.certificate',
  'licensing.licence_transition',
  'licensing.licence_terms',
  'licensing.application_transition',
  'licensing.application',
  'licensing.approved_scope',
  ...TABLES_BEFORE,
];

/**
 * Licences that the society grants, from the application to the certificate. A state is the last row of a history that
 * only grows; the moves that there are stand in a table, so that a foreign key refuses every other.
 * A licence without terms was imported: it is active, was agreed elsewhere, and none of this binds it.
 */
export class LicensingGrantLicences1795570000043 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createMoves(queryRunner);
    await this.#createScope(queryRunner);
    await this.#createApplications(queryRunner);
    await this.#createTerms(queryRunner);
    await this.#createTransitions(queryRunner);
    await this.#createGrantRules(queryRunner);
    await this.#createTransitionRules(queryRunner);
    await this.#createCertificates(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #createMoves(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- From which state to which, and in which role. The same for every society; the program has it as data too
      -- (licence.states.ts, application.states.ts), and a test compares both. 'none' is what nothing has happened to.
      create table licensing.move (
        subject text collate "C" not null,
        from_state text collate "C" not null,
        to_state text collate "C" not null,
        role text collate "C" not null,
        constraint move_pkey primary key (subject, from_state, to_state, role)
      );
      insert into licensing.move values
        ('application', 'none', 'received', 'licensee'),
        ('application', 'received', 'incomplete', 'licensing_officer'),
        ('application', 'incomplete', 'received', 'licensee'),
        ('application', 'received', 'offered', 'licensing_officer'),
        ('application', 'received', 'refused', 'licensing_officer'),
        ('licence', 'none', 'draft', 'licensing_officer'),
        ('licence', 'draft', 'offered', 'licensing_officer'),
        ('licence', 'offered', 'active', 'licensee'),
        ('licence', 'offered', 'lapsed', 'system'),
        ('licence', 'offered', 'withdrawn', 'licensing_officer'),
        ('licence', 'active', 'suspended', 'licensing_officer'),
        ('licence', 'suspended', 'active', 'licensing_officer'),
        ('licence', 'active', 'expired', 'system'),
        ('licence', 'active', 'terminated', 'licensing_officer'),
        ('licence', 'active', 'terminated', 'licensee'),
        ('licence', 'suspended', 'terminated', 'licensing_officer'),
        ('licence', 'suspended', 'terminated', 'licensee');
      grant select on licensing.move to cineledger_app;

      -- A refusal by a rule that no constraint can say, under a name of its own.
      create function licensing.refuse(of_table text, of_constraint text, message text) returns void language plpgsql as $$
      begin
        raise exception '%', message
          using errcode = 'check_violation', schema = 'licensing', table = of_table, constraint = of_constraint;
      end $$;

      -- Territories are the listed codes, or with "except" the world without them.
      create function licensing.territories_within(a_except boolean, a text[], b_except boolean, b text[])
        returns boolean language sql immutable parallel safe return
        case
          when a_except then b_except and b <@ a
          when b_except then not a && b
          else a <@ b
        end;
      create function licensing.territories_meet(a_except boolean, a text[], b_except boolean, b text[])
        returns boolean language sql immutable parallel safe return
        case
          when a_except and b_except then true
          when a_except then not b <@ a
          when b_except then not a <@ b
          else a && b
        end;`);
  }

  async #createScope(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What the society may license in its own name (approval of the authority, charter): right, territories, days.
      create table licensing.approved_scope (
        scope_id integer generated always as identity,
        society_id integer not null,
        "right" text collate "C" not null,
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        valid_from date not null,
        valid_to date,
        source text not null,
        recorded_by text collate "C" not null,
        recorded_at timestamptz not null default now(),
        constraint approved_scope_pkey primary key (scope_id),
        constraint approved_scope_sourced check (source <> '' and recorded_by <> ''),
        constraint approved_scope_term_in_order check (valid_from <= valid_to),
        constraint approved_scope_society_fkey foreign key (society_id) references identity.society
      );
      create index approved_scope_right on licensing.approved_scope (society_id, "right");
      ${tenantTable('licensing.approved_scope', 'select, insert')}`);
  }

  async #createApplications(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table licensing.application (
        application_id integer generated always as identity,
        society_id integer not null,
        licensee_id integer not null,
        tariff_id integer, -- null: the applicant found none
        use_types text[] collate "C" not null,
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        valid_from date not null,
        valid_to date not null,
        exclusive boolean not null,
        metric text collate "C" not null,
        inputs jsonb not null, -- name → figure as text, what the tariff asks for
        constraint application_pkey primary key (application_id),
        constraint application_of_society_key unique (society_id, application_id),
        constraint application_use_types_named check (cardinality(use_types) > 0),
        constraint application_term_in_order check (valid_from <= valid_to),
        constraint application_metric_known check (metric in ('views', 'seconds', 'revenue')),
        constraint application_inputs_exact check (not jsonb_path_exists(inputs, '$.** ? (@.type() == "number")')),
        constraint application_licensee_fkey
          foreign key (society_id, licensee_id) references licensing.licensee (society_id, licensee_id),
        constraint application_tariff_fkey
          foreign key (society_id, tariff_id) references licensing.tariff (society_id, tariff_id)
      );
      create index application_licensee on licensing.application (society_id, licensee_id);
      create index application_tariff on licensing.application (society_id, tariff_id);
      ${tenantTable('licensing.application', 'select, insert')}

      create table licensing.application_transition (
        application_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        subject text collate "C" not null generated always as ('application') stored,
        from_state text collate "C" not null,
        to_state text collate "C" not null,
        role text collate "C" not null, -- in which the actor acted
        actor text collate "C" not null,
        at timestamptz not null default now(), -- the database's clock: the application cannot write it
        reason text not null,
        answer_due date, -- the last day of the clock that starts when it is received, and again when it is completed
        missing text[], -- what an incomplete one lacks
        supplied jsonb, -- what completes it: name → figure as text
        refusal_code text collate "C",
        constraint application_transition_pkey primary key (application_id, ordinal),
        constraint application_transition_said check (actor <> '' and reason <> ''),
        constraint application_clock_when_received check ((to_state = 'received') = (answer_due is not null)),
        constraint application_missing_named
          check ((to_state = 'incomplete') = (missing is not null) and cardinality(missing) > 0),
        constraint application_supplied_when_completed
          check ((from_state = 'incomplete' and to_state = 'received') = (supplied is not null)),
        constraint application_supplied_exact check (not jsonb_path_exists(supplied, '$.** ? (@.type() == "number")')),
        constraint application_refusal_coded check (
          (to_state = 'refused') = (refusal_code is not null)
          and refusal_code in ('outside_scope', 'outside_repertoire', 'no_tariff', 'exclusive_forbidden', 'fees_unpaid',
            'reports_missing', 'false_statements', 'not_completed', 'unreasonable')),
        constraint application_transition_move_fkey
          foreign key (subject, from_state, to_state, role) references licensing.move,
        constraint application_transition_application_fkey
          foreign key (society_id, application_id) references licensing.application (society_id, application_id)
      );
      ${tenantTable(
        'licensing.application_transition',
        `select, insert (application_id, ordinal, from_state, to_state, role, actor, reason, answer_due, missing, supplied,
          refusal_code)`,
      )}

      create view licensing.application_standing with (security_invoker = true) as
      select a.application_id, a.society_id, coalesce(t.ordinal, 0) as steps, coalesce(t.to_state, 'none') as state, t.at as since,
        t.answer_due
      from licensing.application a
      left join lateral (
        select * from licensing.application_transition x
        where x.application_id = a.application_id order by x.ordinal desc limit 1
      ) t on true;
      grant select on licensing.application_standing to cineledger_app;`);
  }

  async #createTerms(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What the society agreed beyond what every licence says. It makes a licence one of the society's own grants.
      create table licensing.licence_terms (
        licence_id integer not null,
        society_id integer not null,
        quote_id integer not null,
        application_id integer,
        exclusive boolean not null,
        report_every_months integer not null,
        renews_licence_id integer,
        constraint licence_terms_pkey primary key (licence_id),
        constraint licence_terms_quote_once unique (quote_id),
        constraint licence_terms_reports_known check (report_every_months in (1, 3, 6, 12)),
        constraint licence_terms_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id),
        constraint licence_terms_quote_fkey
          foreign key (society_id, quote_id) references licensing.quote (society_id, quote_id),
        constraint licence_terms_application_fkey
          foreign key (society_id, application_id) references licensing.application (society_id, application_id),
        constraint licence_terms_renewed_fkey
          foreign key (society_id, renews_licence_id) references licensing.licence (society_id, licence_id)
      );
      create index licence_terms_application on licensing.licence_terms (society_id, application_id);
      create index licence_terms_renewed on licensing.licence_terms (society_id, renews_licence_id);
      ${tenantTable('licensing.licence_terms', 'select, insert, update (quote_id, exclusive, report_every_months)')}
      grant update (use_types, territories_except, territory_codes, valid_from, valid_to, currency, metric)
        on licensing.licence to cineledger_app;

      -- A licence is imported or the society's own from its first moment: one that is in force never gets terms later.
      -- A row bears the number of the transaction that wrote it, but for those written below a savepoint: use none here.
      create function licensing.refuse_later_terms() returns trigger language plpgsql as $$
      begin
        if (select xmin from licensing.licence where licence_id = new.licence_id) is distinct from pg_current_xact_id()::xid then
          perform licensing.refuse('licence_terms', 'licence_terms_from_the_start',
            format('licence %s exists already; terms are given in the transaction that makes it', new.licence_id));
        end if;
        return new;
      end $$;
      create trigger licence_terms_from_the_start before insert on licensing.licence_terms
        for each row execute function licensing.refuse_later_terms();`);
  }

  async #createTransitions(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table licensing.licence_transition (
        licence_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        subject text collate "C" not null generated always as ('licence') stored,
        from_state text collate "C" not null,
        to_state text collate "C" not null,
        role text collate "C" not null, -- in which the actor acted
        actor text collate "C" not null,
        at timestamptz not null default now(), -- the database's clock: the application cannot write it
        reason text not null,
        cause text collate "C", -- why a licence is suspended
        constraint licence_transition_pkey primary key (licence_id, ordinal),
        constraint licence_transition_said check (actor <> '' and reason <> ''),
        constraint licence_suspension_has_cause check (
          (to_state = 'suspended') = (cause is not null) and cause in ('unpaid', 'no_report', 'false_report')),
        constraint licence_transition_move_fkey
          foreign key (subject, from_state, to_state, role) references licensing.move,
        constraint licence_transition_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id)
      );
      ${tenantTable(
        'licensing.licence_transition',
        'select, insert (licence_id, ordinal, from_state, to_state, role, actor, reason, cause)',
      )}

      create view licensing.licence_standing with (security_invoker = true) as
      select l.licence_id, l.society_id, coalesce(t.ordinal, 0) as steps,
        coalesce(t.to_state, case when m.licence_id is null then 'active' else 'none' end) as state,
        t.at as since, m.licence_id is null as imported
      from licensing.licence l
      left join licensing.licence_terms m on m.licence_id = l.licence_id
      left join lateral (
        select * from licensing.licence_transition x
        where x.licence_id = l.licence_id order by x.ordinal desc limit 1
      ) t on true;
      grant select on licensing.licence_standing to cineledger_app;

      create function licensing.refuse_change_of_terms() returns trigger language plpgsql as $$
      begin
        if (select state from licensing.licence_standing where licence_id = old.licence_id) <> 'draft' then
          perform licensing.refuse(tg_table_name, 'licence_terms_frozen',
            format('licence %s is no draft any more; its terms stay as they were offered', old.licence_id));
        end if;
        return new;
      end $$;
      create trigger licence_terms_frozen before update on licensing.licence
        for each row execute function licensing.refuse_change_of_terms();
      create trigger licence_terms_frozen before update on licensing.licence_terms
        for each row execute function licensing.refuse_change_of_terms();`);
  }

  /** What a licence must be to be offered, and again to be accepted: the world may have changed in between. */
  async #createGrantRules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function licensing.check_tariff(l licensing.licence, q licensing.quote) returns void language plpgsql as $$
      declare v licensing.tariff_version;
      begin
        select * into v from licensing.tariff_version where tariff_version_id = q.tariff_version_id;
        if l.currency <> v.currency or not l.use_types <@ v.use_types or not licensing.territories_within(
            l.territories_except, l.territory_codes, v.territories_except, v.territory_codes) then
          perform licensing.refuse('licence_transition', 'licence_within_tariff',
            format('licence %s has use types, territories or a currency that its tariff does not price', l.code));
        end if;
        if l.licensee_id <> q.licensee_id then
          perform licensing.refuse('licence_transition', 'licence_quote_is_its_licensees',
            format('the quote of licence %s was made for another licensee', l.code));
        end if;
        if q.amount_minor < q.tariff_minor
            and not exists (select from licensing.quote_approval where quote_id = q.quote_id) then
          perform licensing.refuse('licence_transition', 'licence_off_tariff_approved',
            format('the discount of licence %s has not been approved', l.code));
        end if;
      end $$;

      create function licensing.check_scope(l licensing.licence) returns void language plpgsql as $$
      declare uncovered text;
      begin
        select u."right" into uncovered from licensing.use_type u
        where u.use_type = any (l.use_types) and not exists (
          select from licensing.approved_scope s
          where s."right" = u."right" and s.valid_from <= l.valid_from
            and (s.valid_to is null or l.valid_to <= s.valid_to)
            and licensing.territories_within(
              l.territories_except, l.territory_codes, s.territories_except, s.territory_codes))
        limit 1;
        if found then
          perform licensing.refuse('licence_transition', 'licence_within_scope',
            format('the society may not license "%s" for all territories and days of licence %s', uncovered, l.code));
        end if;
      end $$;

      create function licensing.check_profile(l licensing.licence, is_exclusive boolean) returns void language plpgsql as $$
      declare
        -- The law of the day on which the contract is made.
        today date := (now() at time zone 'UTC')::date;
        term record;
        exclusivity record;
      begin
        select * into term from profile.rule_in_force(l.society_id, 'licence_term_months_most', today);
        if not found then
          perform licensing.refuse('licence_transition', 'licence_profile_followed',
            'the society follows no rule profile today, so that no licence can be granted');
        end if;
        if l.valid_to >= (l.valid_from + make_interval(months => term.amount))::date then
          perform licensing.refuse('licence_transition', 'licence_term_at_most',
            format('licence %s runs for more than %s months', l.code, term.amount));
        end if;
        select * into exclusivity from profile.rule_in_force(l.society_id, 'exclusive_licence', today);
        if is_exclusive and exclusivity.word = 'forbidden' then
          perform licensing.refuse('licence_transition', 'licence_exclusive_allowed',
            format('licence %s is exclusive, which the law forbids', l.code));
        end if;
      end $$;

      create function licensing.check_rivals(l licensing.licence, is_exclusive boolean) returns void language plpgsql as $$
      declare rival text;
      begin
        -- Two grants at once would not see each other.
        perform pg_advisory_xact_lock(hashtextextended('licensing.grant', l.society_id));
        select o.code into rival
        from licensing.licence o
        join licensing.licence_standing s on s.licence_id = o.licence_id and s.state in ('active', 'suspended')
        left join licensing.licence_terms m on m.licence_id = o.licence_id
        where o.licence_id <> l.licence_id and (is_exclusive or coalesce(m.exclusive, false))
          and o.use_types && l.use_types
          and o.valid_from <= l.valid_to and l.valid_from <= o.valid_to
          and licensing.territories_meet(l.territories_except, l.territory_codes, o.territories_except, o.territory_codes)
        limit 1;
        if found then
          perform licensing.refuse('licence_transition', 'licence_exclusives_apart',
            format('licence %s and licence %s cover the same use, and one of them is exclusive', l.code, rival));
        end if;
      end $$;

      create function licensing.check_renewal(l licensing.licence, renewed_id integer) returns void language plpgsql as $$
      begin
        if renewed_id is not null and not exists (
          select from licensing.licence r
          where r.licence_id = renewed_id and r.licensee_id = l.licensee_id and r.valid_to < l.valid_from
        ) then
          perform licensing.refuse('licence_transition', 'licence_renewal_follows',
            format('licence %s does not follow the one that it renews, or is another licensee’s', l.code));
        end if;
      end $$;`);
  }

  async #createTransitionRules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A day is over when it is over everywhere on earth, and has not begun before it begins anywhere.
      create function licensing.latest_today() returns date language sql stable
        return (now() at time zone 'UTC' + interval '14 hours')::date;
      create function licensing.earliest_today() returns date language sql stable
        return (now() at time zone 'UTC' - interval '12 hours')::date;

      create function licensing.check_licence_transition() returns trigger language plpgsql as $$
      declare
        l licensing.licence;
        m licensing.licence_terms;
        q licensing.quote;
        standing licensing.licence_standing;
      begin
        -- One move of a licence at a time, and none while its terms change.
        select * into l from licensing.licence where licence_id = new.licence_id for no key update;
        select * into standing from licensing.licence_standing where licence_id = new.licence_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform licensing.refuse('licence_transition', 'licence_transition_follows',
            format('licence %s is %s after %s steps, and not %s', l.code, standing.state, standing.steps, new.from_state));
        end if;
        select * into m from licensing.licence_terms where licence_id = new.licence_id;
        select * into q from licensing.quote where quote_id = m.quote_id;
        if new.to_state = 'offered' or (new.to_state = 'active' and new.from_state = 'offered') then
          perform licensing.check_tariff(l, q);
          perform licensing.check_scope(l);
          perform licensing.check_profile(l, m.exclusive);
          perform licensing.check_renewal(l, m.renews_licence_id);
          perform licensing.check_rivals(l, m.exclusive);
          if m.application_id is not null and l.licensee_id is distinct from
              (select licensee_id from licensing.application where application_id = m.application_id) then
            perform licensing.refuse('licence_transition', 'licence_application_is_its_licensees',
              format('licence %s answers the application of another licensee', l.code));
          end if;
          if q.valid_until < licensing.earliest_today() then
            perform licensing.refuse('licence_transition', 'licence_offer_in_time',
              format('the offer of licence %s stood until %s', l.code, q.valid_until));
          end if;
        elsif new.to_state = 'lapsed' and q.valid_until >= licensing.latest_today() then
          perform licensing.refuse('licence_transition', 'licence_lapses_after_its_offer',
            format('the offer of licence %s stands until %s', l.code, q.valid_until));
        elsif new.to_state = 'expired' and l.valid_to >= licensing.latest_today() then
          perform licensing.refuse('licence_transition', 'licence_expires_after_its_term',
            format('licence %s runs until %s', l.code, l.valid_to));
        end if;
        return new;
      end $$;
      create trigger licence_transition_follows before insert on licensing.licence_transition
        for each row execute function licensing.check_licence_transition();

      create function licensing.check_application_transition() returns trigger language plpgsql as $$
      declare standing licensing.application_standing;
      begin
        -- The primary key lets one of two moves at once pass.
        select * into standing from licensing.application_standing where application_id = new.application_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform licensing.refuse('application_transition', 'application_transition_follows',
            format('application %s is %s after %s steps, and not %s', new.application_id, standing.state, standing.steps,
              new.from_state));
        end if;
        if new.to_state = 'offered' and not exists (
          select from licensing.licence_terms m join licensing.licence_standing s using (licence_id)
          where m.application_id = new.application_id and s.state = 'offered'
        ) then
          perform licensing.refuse('application_transition', 'application_offered_with_licence',
            format('application %s has no licence on offer', new.application_id));
        end if;
        return new;
      end $$;
      create trigger application_transition_follows before insert on licensing.application_transition
        for each row execute function licensing.check_application_transition();`);
  }

  async #createCertificates(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What a licensee shows to others: one text with its hash, found by a code that nobody can guess.
      create table licensing.certificate (
        licence_id integer not null,
        society_id integer not null,
        code text collate "C" not null,
        content text collate "C" not null, -- JSON
        sha256 text collate "C" not null,
        issued_at timestamptz not null default now(),
        constraint certificate_pkey primary key (licence_id),
        constraint certificate_code_unique unique (code),
        constraint certificate_code_unguessable check (code ~ '^[0-9]+(-[0-9A-HJKMNP-TV-Z]{4}){8}$'),
        constraint certificate_hash_is_of_content check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
        constraint certificate_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id)
      );
      ${tenantTable('licensing.certificate', 'select, insert (licence_id, code, content, sha256)')}

      create function licensing.refuse_false_certificate() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from licensing.licence_standing s
          join licensing.licence l using (licence_id)
          join licensing.licence_terms m using (licence_id)
          join licensing.quote q using (quote_id)
          where s.licence_id = new.licence_id and s.state = 'active'
            and new.content::jsonb @> jsonb_build_object('licence', l.code, 'validFrom', to_char(l.valid_from, 'YYYY-MM-DD'),
              'validTo', to_char(l.valid_to, 'YYYY-MM-DD'), 'useTypes', to_jsonb(l.use_types), 'quoteSha256', q.sha256)
        ) then
          perform licensing.refuse('certificate', 'certificate_of_active_licence',
            format('licence %s is not active, or the certificate says otherwise than its terms', new.licence_id));
        end if;
        return new;
      end $$;
      create trigger certificate_of_active_licence before insert on licensing.certificate
        for each row execute function licensing.refuse_false_certificate();

      create function licensing.refuse_uncertified() returns trigger language plpgsql as $$
      begin
        if not exists (select from licensing.certificate where licence_id = new.licence_id) then
          perform licensing.refuse('licence_transition', 'licence_active_has_certificate',
            format('licence %s was accepted without a certificate', new.licence_id));
        end if;
        return null;
      end $$;
      create constraint trigger licence_active_has_certificate after insert on licensing.licence_transition
        deferrable initially deferred for each row
        when (new.from_state = 'offered' and new.to_state = 'active') execute function licensing.refuse_uncertified();`);
  }

  down = refuseDown;
}
