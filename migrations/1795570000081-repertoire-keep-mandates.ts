import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000071-licensing-keep-drafts.js';
import { replaceSandboxFunction } from './sandbox.js';
import { openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = [
  'repertoire.mandate_tail',
  'repertoire.mandate_withdrawal',
  'repertoire.mandate_event',
  'repertoire.mandate_line',
  'repertoire.mandate',
  'repertoire.import',
  ...TABLES_BEFORE,
];

/**
 * Mandates: written authority of a party, line by line. What was agreed is never changed; what happens to it is added.
 * Who held which authority on a day, as known on a day, is thereby always answered.
 */
export class RepertoireKeepMandates1795570000081 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createTerritories(queryRunner);
    await this.#createMandates(queryRunner);
    await this.#createHistory(queryRunner);
    await this.#createViews(queryRunner);
    await this.#createRules(queryRunner);
    await this.#openToHolders(queryRunner);
    await this.#openToPublic(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #createTerritories(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A refusal by a rule that no constraint can say, under a name of its own.
      create function repertoire.refuse(of_table text, of_constraint text, message text) returns void language plpgsql as $$
      begin
        raise exception '%', message
          using errcode = 'check_violation', schema = 'repertoire', table = of_table, constraint = of_constraint;
      end $$;

      -- What two sets of territories share; each is the listed codes, or with "except" the world without them.
      create function repertoire.common_territories(a_except boolean, a text[], b_except boolean, b text[],
          out territories_except boolean, out territory_codes text[])
        language sql immutable parallel safe as $$
        select a_except and b_except,
          case
            when a_except and b_except then array(select unnest(a) union select unnest(b) order by 1)
            when a_except then array(select x from unnest(b) x where x <> all (a) order by x)
            when b_except then array(select x from unnest(a) x where x <> all (b) order by x)
            else array(select unnest(a) intersect select unnest(b) order by 1)
          end
      $$;

      -- The calendar at this moment where it is furthest ahead, and where it is furthest behind: a day is over when it is
      -- over everywhere.
      create function repertoire.latest_today() returns date language sql stable
        return (now() at time zone 'UTC' + interval '14 hours')::date;
      create function repertoire.earliest_today() returns date language sql stable
        return (now() at time zone 'UTC' - interval '12 hours')::date;`);
  }

  async #createMandates(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A file of works, parties, claims or mandates that was taken in.
      create table repertoire.import (
        import_id integer generated always as identity,
        society_id integer not null,
        kind text collate "C" not null,
        file_sha256 bytea not null,
        created integer not null,
        changed integer not null,
        same integer not null,
        imported_by text collate "C" not null,
        imported_at timestamptz not null default now(),
        constraint import_pkey primary key (import_id),
        constraint import_of_society_key unique (society_id, import_id),
        constraint import_kind_known check (kind in ('works', 'parties', 'claims', 'mandates')),
        constraint import_hashed check (octet_length(file_sha256) = 32),
        constraint import_counts check (created >= 0 and changed >= 0 and same >= 0),
        constraint import_by_someone check (imported_by <> ''),
        constraint import_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('repertoire.import', 'select, insert (kind, file_sha256, created, changed, same, imported_by)')}

      create table repertoire.mandate (
        mandate_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        party_id integer not null,
        kind text collate "C" not null,
        exclusive boolean not null,
        valid_from date not null,
        valid_to date, -- last day; null: until it is withdrawn
        notice_months integer not null,
        notice_to_year_end boolean not null, -- whether notice runs on to 31 December
        terms_shown text not null, -- the version of rules, fees and deductions that the party was shown
        consented_deductions text[] collate "C" not null, -- what a sister society expressly agrees to beside the admin fee
        import_id integer, -- the file that brought it
        recorded_at timestamptz not null default now(),
        constraint mandate_pkey primary key (mandate_id),
        constraint mandate_of_society_key unique (society_id, mandate_id),
        constraint mandate_code_unique unique (society_id, code),
        constraint mandate_kind_known check (kind in ('mandate', 'representation_agreement')),
        constraint mandate_term_in_order check (valid_from <= valid_to),
        constraint mandate_notice_not_negative check (notice_months >= 0),
        constraint mandate_terms_shown check (terms_shown <> ''),
        constraint mandate_consents_known check (consented_deductions <@ '{social_cultural,reserve,other}'::text[] collate "C"),
        constraint mandate_consents_of_sister check (kind = 'representation_agreement' or consented_deductions = '{}'),
        constraint mandate_import_fkey foreign key (society_id, import_id)
          references repertoire.import (society_id, import_id)
      );
      create index mandate_party on repertoire.mandate (society_id, party_id);
      create index mandate_import on repertoire.mandate (society_id, import_id);
      ${tenantTable(
        'repertoire.mandate',
        `select, insert (code, party_id, kind, exclusive, valid_from, valid_to, notice_months, notice_to_year_end, terms_shown,
          consented_deductions, import_id)`,
      )}
      -- Instead of a foreign key, which would put a trigger on a master table.
      create policy mandate_of_known_party on repertoire.mandate as restrictive for insert
        with check (exists (select from repertoire.party p where p.party_id = mandate.party_id));

      create table repertoire.mandate_line (
        mandate_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        "right" text collate "C" not null,
        work_type text collate "C", -- null: works of every type
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        consent_on date not null, -- the day of the documented consent to this right
        constraint mandate_line_pkey primary key (mandate_id, ordinal),
        constraint mandate_line_counts check (ordinal > 0),
        constraint mandate_line_covers_something check (territories_except or territory_codes <> '{}'),
        constraint mandate_line_mandate_fkey foreign key (society_id, mandate_id)
          references repertoire.mandate (society_id, mandate_id)
      );
      ${tenantTable('repertoire.mandate_line', 'select, insert')}
      create index claim_party on repertoire.claim (party_id);`);
  }

  async #createHistory(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table repertoire.mandate_event (
        mandate_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        from_state text collate "C" not null, -- 'none' is what nothing has happened to
        state text collate "C" not null,
        role text collate "C" not null, -- in which the actor acted; SYS is the calendar
        actor text collate "C" not null,
        happened_at timestamptz not null default now(), -- the database's clock: the application cannot write it
        reason text not null,
        file_sha256 bytea, -- of the signed file
        signed_on date,
        filed_on date, -- when the authority got a representation agreement
        constraint mandate_event_pkey primary key (mandate_id, ordinal),
        constraint mandate_event_said check (actor <> '' and reason <> ''),
        constraint mandate_event_move_known check ((from_state, state, role) in (
          ('none', 'draft', 'RO'), ('draft', 'discarded', 'RO'), ('signed', 'discarded', 'RO'), ('draft', 'signed', 'RO'),
          ('draft', 'signed', 'H'), ('signed', 'active', 'AP'), ('active', 'notice_given', 'RO'), ('active', 'notice_given', 'H'),
          ('active', 'ended', 'SYS'), ('notice_given', 'ended', 'SYS'))),
        constraint mandate_event_signature_shown
          check ((state = 'signed') = (file_sha256 is not null) and (state = 'signed') = (signed_on is not null)),
        constraint mandate_event_file_hashed check (octet_length(file_sha256) = 32),
        constraint mandate_event_filing_when_active check (filed_on is null or state = 'active'),
        constraint mandate_event_mandate_fkey foreign key (society_id, mandate_id)
          references repertoire.mandate (society_id, mandate_id)
      );
      ${tenantTable(
        'repertoire.mandate_event',
        'select, insert (mandate_id, ordinal, from_state, state, role, actor, reason, file_sha256, signed_on, filed_on)',
      )}

      -- A line of which the party has given notice, and its last day.
      create table repertoire.mandate_withdrawal (
        mandate_id integer not null,
        line integer not null,
        society_id integer not null,
        notified_on date not null, -- when the society was told
        ends_on date not null,
        role text collate "C" not null,
        actor text collate "C" not null,
        reason text not null,
        recorded_at timestamptz not null default now(),
        constraint mandate_withdrawal_pkey primary key (mandate_id, line),
        constraint mandate_withdrawal_said check (actor <> '' and reason <> ''),
        constraint mandate_withdrawal_role_known check (role in ('RO', 'H')),
        constraint mandate_withdrawal_line_fkey foreign key (mandate_id, line)
          references repertoire.mandate_line (mandate_id, ordinal)
      );
      ${tenantTable(
        'repertoire.mandate_withdrawal',
        'select, insert (mandate_id, line, notified_on, ends_on, role, actor, reason)',
      )}

      -- How long the licences run on that were granted under it, and still pay whoever has left.
      create table repertoire.mandate_tail (
        mandate_id integer not null,
        society_id integer not null,
        until date, -- null: there is none
        marked_by text collate "C" not null,
        reason text not null,
        marked_at timestamptz not null default now(),
        constraint mandate_tail_pkey primary key (mandate_id),
        constraint mandate_tail_said check (marked_by <> '' and reason <> ''),
        constraint mandate_tail_mandate_fkey foreign key (society_id, mandate_id)
          references repertoire.mandate (society_id, mandate_id)
      );
      ${tenantTable('repertoire.mandate_tail', 'select, insert (mandate_id, until, marked_by, reason)')}`);
  }

  async #createViews(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create view repertoire.mandate_standing with (security_invoker = true) as
      select m.mandate_id, m.society_id, coalesce(e.ordinal, 0) as steps, coalesce(e.state, 'none') as state,
        e.happened_at as since
      from repertoire.mandate m
      left join lateral (
        select * from repertoire.mandate_event x
        where x.mandate_id = m.mandate_id order by x.ordinal desc limit 1
      ) e on true;
      grant select on repertoire.mandate_standing to cineledger_app;

      -- The last day of a line of which notice is given: after the months agreed, or at the end of that year.
      create function repertoire.notice_end(notified_on date, months integer, to_year_end boolean) returns date
        language sql immutable parallel safe return
        case
          when to_year_end then make_date(extract(year from notified_on + make_interval(months => months))::integer, 12, 31)
          else (notified_on + make_interval(months => months))::date
        end;

      -- What the society was mandated to, as known before a moment ('infinity': as known now). One row a line of a mandate
      -- that had come into force.
      create function repertoire.mandated(known_before timestamptz)
        returns table (society_id integer, mandate_id integer, line integer, party_id integer, "right" text, work_type text,
          territories_except boolean, territory_codes text[], valid_from date, valid_to date)
        language sql stable as $$
        select m.society_id, m.mandate_id, l.ordinal, m.party_id, l."right", l.work_type, l.territories_except,
          l.territory_codes, m.valid_from, least(m.valid_to, w.ends_on)
        from repertoire.mandate m
        join repertoire.mandate_line l on l.mandate_id = m.mandate_id
        left join repertoire.mandate_withdrawal w
          on w.mandate_id = l.mandate_id and w.line = l.ordinal and w.recorded_at < known_before
        where exists (
          select from repertoire.mandate_event e
          where e.mandate_id = m.mandate_id and e.state = 'active' and e.happened_at < known_before)
      $$;

      -- What the society may license on a day: a claim in force and a mandate in force for the same right. One row a claim
      -- and a line of a mandate. Where a society keeps no mandates, as in a folder, a claim counts as mandated.
      -- A licence granted on a day when this held runs on, and still pays, after the mandate has ended.
      create function repertoire.licensable(on_day date)
        returns table (society_id integer, work_id integer, "right" text, territories_except boolean, territory_codes text[],
          claim_id integer, party_id integer, mandate_id integer)
        language sql stable as $$
        select c.society_id, c.work_id, c."right", t.territories_except, t.territory_codes, c.claim_id, c.party_id, m.mandate_id
        from repertoire.claim c
        join repertoire.work w on w.work_id = c.work_id
        join repertoire.mandated('infinity') m
          on m.party_id = c.party_id and m."right" = c."right" and coalesce(m.work_type = w.work_type, m.work_type is null)
          and m.valid_from <= on_day and coalesce(m.valid_to >= on_day, true)
        cross join lateral repertoire.common_territories(
          c.territories_except, c.territory_codes, m.territories_except, m.territory_codes) t
        where c.superseded_at is null and coalesce(c.valid_from <= on_day, true) and coalesce(c.valid_to >= on_day, true)
          and (t.territories_except or t.territory_codes <> '{}')
        union all
        select c.society_id, c.work_id, c."right", c.territories_except, c.territory_codes, c.claim_id, c.party_id, null
        from repertoire.claim c
        where c.superseded_at is null and coalesce(c.valid_from <= on_day, true) and coalesce(c.valid_to >= on_day, true)
          and (c.territories_except or c.territory_codes <> '{}')
          and not exists (select from repertoire.mandate)
      $$;`);
  }

  async #createRules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function repertoire.check_mandate_in_force(m repertoire.mandate, e repertoire.mandate_event) returns void
        language plpgsql as $$
      declare
        law record;
        rival text;
      begin
        if exists (select from repertoire.mandate_event x where x.mandate_id = m.mandate_id and x.actor = e.actor) then
          perform repertoire.refuse('mandate_event', 'mandate_approved_by_another',
            format('%s made mandate %s or took its signature', e.actor, m.code));
        end if;
        if (m.kind = 'representation_agreement') <> (e.filed_on is not null) or e.filed_on > repertoire.latest_today() then
          perform repertoire.refuse('mandate_event', 'mandate_agreement_filed',
            format('mandate %s is a %s and was filed on %s', m.code, m.kind, coalesce(e.filed_on::text, 'no day')));
        end if;
        if exists (select from repertoire.mandate_line l
            where l.mandate_id = m.mandate_id and l.consent_on > repertoire.latest_today())
            or not exists (select from repertoire.mandate_line l where l.mandate_id = m.mandate_id) then
          perform repertoire.refuse('mandate_event', 'mandate_consented',
            format('a line of mandate %s has no consent yet, or it has no line', m.code));
        end if;
        select * into law
        from profile.rule_in_force(m.society_id, 'withdrawal_notice_months_most', (now() at time zone 'UTC')::date);
        if not found then
          perform repertoire.refuse('mandate_event', 'mandate_profile_followed',
            'the society follows no rule profile today, so that the longest notice is not known');
        end if;
        if m.notice_months > law.amount then
          perform repertoire.refuse('mandate_event', 'mandate_notice_at_most',
            format('mandate %s asks for %s months of notice, and the law allows %s', m.code, m.notice_months, law.amount));
        end if;
        if m.exclusive then
          -- Two at once would not see each other.
          perform pg_advisory_xact_lock(hashtextextended('repertoire.mandate', m.party_id));
          select o.code into rival
          from repertoire.mandate_line l
          join repertoire.mandated('infinity') n on n.party_id = m.party_id and n."right" = l."right"
            and coalesce(n.work_type = l.work_type, true)
          join repertoire.mandate o on o.mandate_id = n.mandate_id and o.exclusive and o.mandate_id <> m.mandate_id
          cross join lateral repertoire.common_territories(
            n.territories_except, n.territory_codes, l.territories_except, l.territory_codes) t
          where l.mandate_id = m.mandate_id and (t.territories_except or t.territory_codes <> '{}')
            and coalesce(n.valid_from <= m.valid_to, true) and coalesce(m.valid_from <= n.valid_to, true)
          limit 1;
          if found then
            perform repertoire.refuse('mandate_event', 'mandate_exclusives_apart',
              format('mandates %s and %s are exclusive and overlap', m.code, rival));
          end if;
        end if;
      end $$;

      create function repertoire.check_mandate_event() returns trigger language plpgsql as $$
      declare
        m repertoire.mandate;
        standing record;
        open_until date;
      begin
        -- The primary key lets one of two steps at once pass.
        select * into m from repertoire.mandate where mandate_id = new.mandate_id;
        select coalesce(max(e.ordinal), 0) as steps,
          coalesce((array_agg(e.state order by e.ordinal desc))[1], 'none') as state
        into standing from repertoire.mandate_event e where e.mandate_id = new.mandate_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform repertoire.refuse('mandate_event', 'mandate_event_follows',
            format('mandate %s is %s after %s steps, and not %s', m.code, standing.state, standing.steps, new.from_state));
        end if;
        if new.signed_on > repertoire.latest_today() then
          perform repertoire.refuse('mandate_event', 'mandate_signed_in_the_past',
            format('mandate %s cannot have been signed on %s', m.code, new.signed_on));
        end if;
        if new.state = 'active' then
          perform repertoire.check_mandate_in_force(m, new);
        elsif new.state = 'notice_given' and exists (
          select from repertoire.mandate_line l where l.mandate_id = new.mandate_id and not exists (
            select from repertoire.mandate_withdrawal w where w.mandate_id = l.mandate_id and w.line = l.ordinal)
        ) then
          perform repertoire.refuse('mandate_event', 'mandate_notice_of_all_lines',
            format('notice of mandate %s leaves lines in force', m.code));
        elsif new.state = 'ended' then
          select max(coalesce(least(m.valid_to, w.ends_on), 'infinity')) into open_until
          from repertoire.mandate_line l
          left join repertoire.mandate_withdrawal w on w.mandate_id = l.mandate_id and w.line = l.ordinal
          where l.mandate_id = new.mandate_id;
          if open_until >= repertoire.earliest_today() then
            perform repertoire.refuse('mandate_event', 'mandate_ends_after_its_days',
              format('mandate %s is in force until %s', m.code, open_until));
          end if;
          if not exists (select from repertoire.mandate_tail t where t.mandate_id = new.mandate_id) then
            perform repertoire.refuse('mandate_event', 'mandate_tail_marked',
              format('nobody has marked how long the licences granted under mandate %s run on', m.code));
          end if;
        end if;
        return new;
      end $$;
      create trigger mandate_event_follows before insert on repertoire.mandate_event
        for each row execute function repertoire.check_mandate_event();

      create function repertoire.check_mandate_withdrawal() returns trigger language plpgsql as $$
      declare m repertoire.mandate;
      begin
        select * into m from repertoire.mandate where mandate_id = new.mandate_id;
        if (select e.state from repertoire.mandate_event e where e.mandate_id = new.mandate_id order by e.ordinal desc limit 1)
            is distinct from 'active' then
          perform repertoire.refuse('mandate_withdrawal', 'mandate_withdrawn_while_active',
            format('mandate %s is not active', m.code));
        end if;
        -- A holder gives notice now; a letter that an officer records came when it came.
        if new.notified_on > repertoire.latest_today()
            or (new.role = 'H' and new.notified_on < repertoire.earliest_today())
            or new.ends_on <> repertoire.notice_end(new.notified_on, m.notice_months, m.notice_to_year_end) then
          perform repertoire.refuse('mandate_withdrawal', 'mandate_withdrawal_as_agreed',
            format('notice of mandate %s given on %s cannot end on %s', m.code, new.notified_on, new.ends_on));
        end if;
        return new;
      end $$;
      create trigger mandate_withdrawal_as_agreed before insert on repertoire.mandate_withdrawal
        for each row execute function repertoire.check_mandate_withdrawal();

      -- Terms belong to what is signed: no line comes later.
      create function repertoire.refuse_later_line() returns trigger language plpgsql as $$
      begin
        if exists (select from inserted i join repertoire.mandate_event e on e.mandate_id = i.mandate_id) then
          perform repertoire.refuse('mandate_line', 'mandate_lines_from_the_start',
            'a mandate gets its lines before anything else happens to it');
        end if;
        return null;
      end $$;
      create trigger mandate_lines_from_the_start after insert on repertoire.mandate_line
        referencing new table as inserted for each statement execute function repertoire.refuse_later_line();`);
  }

  /** A holder sees its own mandates, signs them and gives notice. */
  async #openToHolders(queryRunner: QueryRunner): Promise<void> {
    const own = (table: string) =>
      `exists (select from repertoire.mandate m where m.mandate_id = ${table}.mandate_id and m.party_id = ${PARTY})`;
    const asHolder = (table: string) => `
      create policy ${table}_by_holder on repertoire.${table} as restrictive for insert to cineledger_holder
        with check (role = 'H');`;
    await queryRunner.query(`
      ${openTo('holder', 'repertoire.mandate', 'select', `party_id = ${PARTY}`)}
      ${openTo('holder', 'repertoire.mandate_line', 'select', own('mandate_line'))}
      ${openTo('holder', 'repertoire.mandate_tail', 'select', own('mandate_tail'))}
      ${openTo('holder', 'repertoire.mandate_event', 'select', own('mandate_event'))}
      ${openTo('holder', 'repertoire.mandate_withdrawal', 'select', own('mandate_withdrawal'))}
      grant insert (mandate_id, ordinal, from_state, state, role, actor, reason, file_sha256, signed_on)
        on repertoire.mandate_event to cineledger_holder;
      grant insert (mandate_id, line, notified_on, ends_on, role, actor, reason)
        on repertoire.mandate_withdrawal to cineledger_holder;
      ${asHolder('mandate_event')}
      ${asHolder('mandate_withdrawal')}`);
  }

  /** The law has the term of mandates published, and nothing else of them. */
  async #openToPublic(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- In place of the tables, of which the public would have to see too much: the term for which a holder has mandated a
      -- right in a work that is in force today, or no row.
      create function repertoire.mandate_term(of_party integer, of_right text, of_work integer)
        returns table (valid_from date, valid_to date)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select min(m.valid_from), nullif(max(coalesce(m.valid_to, 'infinity')), 'infinity')
        from repertoire.mandated('infinity') m
        join repertoire.work w on w.work_id = of_work and coalesce(m.work_type = w.work_type, m.work_type is null)
        where m.party_id = of_party and m."right" = of_right
          and m.valid_from <= current_date and coalesce(m.valid_to >= current_date, true)
        having count(*) > 0
      $$;
      revoke all on function repertoire.mandate_term(integer, text, integer) from public;
      grant execute on function repertoire.mandate_term(integer, text, integer) to cineledger_public;`);
  }

  down = refuseDown;
}
