import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000144-matching-keep-decisions.js';
import { replaceSandboxFunction } from './sandbox.js';
import { LICENSEE, openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

/** Children first. */
export const SANDBOX_TABLES = [
  'protection.licence_warning',
  'protection.listed_gram',
  'protection.listed_name',
  'protection.feed_entry',
  'protection.duty_event',
  'protection.duty',
  'protection.listing_event',
  'protection.listing_evidence',
  'protection.listing_release',
  'protection.listing',
  'protection.evidence_part',
  'protection.evidence',
  'protection.service_version',
  'protection.service',
  ...TABLES_BEFORE,
];

/**
 * The early-warning list [C22, C24]: services of platforms, evidence, listings with the windows of their releases, what
 * each service has to do about a listing, the feed that platforms poll (ADR 0080 to 0082).
 */
export class ProtectionCreateListings1795570000151 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#shipRules(queryRunner);
    await this.#createServices(queryRunner);
    await this.#createEvidence(queryRunner);
    await this.#createListings(queryRunner);
    await this.#createListingHistory(queryRunner);
    await this.#createDuties(queryRunner);
    await this.#assignDuties(queryRunner);
    await this.#createFeed(queryRunner);
    await this.#createWarnings(queryRunner);
    await this.#openToLicensees(queryRunner);
    await this.#openToHolders(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  /** What the National Copyright Administration has services do about its lists; no text that we could read names hours or days. */
  async #shipRules(queryRunner: QueryRunner): Promise<void> {
    const list = 'National Copyright Administration, early-warning lists of works';
    const directive = 'Directive (EU) 2019/790, Art 17(4)';
    await queryRunner.query(`
      insert into profile.setting (setting, kind, own_number, meaning) values
        ('listing_window_days', 'whole', 'any', 'days from its release for which a listed film is taken to be in theatres, where nobody has said its last day'),
        ('listing_duty_hours', 'whole', 'any', 'hours within which a service does what a listing asks of it'),
        ('listing_duty_content', 'word', 'never', 'what a listing asks of a content service'),
        ('listing_duty_storage', 'word', 'never', 'what a listing asks of a service that stores what its users upload'),
        ('listing_duty_search_link', 'word', 'never', 'what a listing asks of a service that searches or links'),
        ('listing_duty_access_cache', 'word', 'never', 'what a listing asks of a service that gives access or caches'),
        ('listing_duty_ecommerce', 'word', 'never', 'what a listing asks of an e-commerce platform'),
        ('listing_duty_app_store', 'word', 'never', 'what a listing asks of an app store');
      insert into profile.jurisdiction_rule (jurisdiction, setting, valid_from, amount, word, basis, source) values
        ('CN', 'listing_window_days', '2014-01-01', 90, null, 'default', 'no text; the society decides'),
        ('CN', 'listing_duty_hours', '2014-01-01', 24, null, 'default', '${list}, ask for faster handling and name no hours; the notice on cloud drives (2015) has 24'),
        ('CN', 'listing_duty_content', '2014-01-01', null, 'no_offer_in_release', 'body', '${list}: content services offer none that is in theatres'),
        ('CN', 'listing_duty_storage', '2014-01-01', null, 'no_uploads', 'body', '${list}: storage services let nobody upload them; notice on cloud drives (2015), Art 5'),
        ('CN', 'listing_duty_search_link', '2014-01-01', null, 'faster_removal', 'body', '${list}: search and link services remove faster'),
        ('CN', 'listing_duty_access_cache', '2014-01-01', null, 'none', 'body', '${list}, do not name services that give access or cache'),
        ('CN', 'listing_duty_ecommerce', '2014-01-01', null, 'faster_removal', 'body', '${list}: e-commerce platforms remove faster'),
        ('CN', 'listing_duty_app_store', '2014-01-01', null, 'faster_removal', 'body', '${list}: app stores remove faster'),
        ('EU', 'listing_window_days', '2019-06-07', 90, null, 'default', 'no text; the society decides'),
        ('EU', 'listing_duty_hours', '2019-06-07', 24, null, 'default', '${directive}(c), says "expeditiously" and names no hours'),
        ('EU', 'listing_duty_content', '2019-06-07', null, 'none', 'default', 'no text'),
        ('EU', 'listing_duty_storage', '2019-06-07', null, 'no_uploads', 'law', '${directive}(b): best efforts that works of which they were informed are not available'),
        ('EU', 'listing_duty_search_link', '2019-06-07', null, 'none', 'default', 'no text'),
        ('EU', 'listing_duty_access_cache', '2019-06-07', null, 'none', 'default', 'no text'),
        ('EU', 'listing_duty_ecommerce', '2019-06-07', null, 'none', 'default', 'no text'),
        ('EU', 'listing_duty_app_store', '2019-06-07', null, 'none', 'default', 'no text');`);
  }

  async #createServices(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema protection;
      grant usage on schema protection to cineledger_app;

      create function protection.refuse(of_table text, of_constraint text, message text) returns void language plpgsql as $$
      begin
        raise exception '%', message
          using errcode = 'check_violation', schema = 'protection', table = of_table, constraint = of_constraint;
      end $$;

      -- Something that a platform offers on the network. Of a platform that has an account, or of one that has none.
      create table protection.service (
        service_id integer generated always as identity,
        society_id integer not null,
        licensee_id integer default ${LICENSEE},
        code text collate "C" not null,
        kind text collate "C" not null,
        registered_at timestamptz not null default now(),
        constraint service_pkey primary key (service_id),
        constraint service_of_society_key unique (society_id, service_id),
        constraint service_code_unique unique (society_id, code),
        constraint service_kind_known
          check (kind in ('content', 'storage', 'search_link', 'access_cache', 'ecommerce', 'app_store')),
        constraint service_society_fkey foreign key (society_id) references identity.society,
        constraint service_licensee_fkey foreign key (society_id, licensee_id)
          references licensing.licensee (society_id, licensee_id)
      );
      create index service_licensee on protection.service (licensee_id);
      ${tenantTable('protection.service', 'select, insert (licensee_id, code, kind)')}

      -- A changed service gets a further row; the last one counts.
      create table protection.service_version (
        service_id integer not null,
        version integer not null,
        society_id integer not null,
        name text not null,
        endpoint text collate "C" not null, -- where the public finds it
        contact text not null, -- how its people are reached
        open boolean not null,
        actor text collate "C" not null,
        reason text not null,
        changed_at timestamptz not null default now(),
        constraint service_version_pkey primary key (service_id, version),
        constraint service_version_from_one check (version >= 1),
        constraint service_version_said check (name <> '' and contact <> '' and actor <> '' and reason <> ''),
        constraint service_version_on_the_web
          check (endpoint ~ '^https?://[^/@#[:space:]]+[^@#[:space:]]*$' and length(endpoint) <= 2000),
        constraint service_version_service_fkey foreign key (society_id, service_id)
          references protection.service (society_id, service_id)
      );
      ${tenantTable(
        'protection.service_version',
        'select, insert (service_id, version, name, endpoint, contact, open, actor, reason)',
      )}

      create view protection.service_standing with (security_invoker = true) as
      select s.service_id, s.society_id, s.licensee_id, s.code, s.kind, s.registered_at, v.version, v.name, v.endpoint,
        v.contact, v.open, v.reason, v.changed_at
      from protection.service s
      cross join lateral (
        select * from protection.service_version x where x.service_id = s.service_id order by x.version desc limit 1
      ) v;
      grant select on protection.service_standing to cineledger_app;`);
  }

  async #createEvidence(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A file that somebody brought, known by the hash of its bytes. Each side keeps its own, and sees no other's.
      create table protection.evidence (
        evidence_id integer generated always as identity,
        society_id integer not null,
        licensee_id integer default ${LICENSEE},
        party_id integer default ${PARTY},
        sha256 bytea not null,
        media_type text collate "C" not null,
        bytes integer not null,
        brought_by text collate "C" not null,
        brought_at timestamptz not null default now(),
        constraint evidence_pkey primary key (evidence_id),
        constraint evidence_of_society_key unique (society_id, evidence_id),
        constraint evidence_kept_once unique nulls not distinct (society_id, licensee_id, party_id, sha256),
        constraint evidence_has_one_owner check (licensee_id is null or party_id is null),
        constraint evidence_hashed check (octet_length(sha256) = 32),
        constraint evidence_type_known
          check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'video/mp4')),
        constraint evidence_bounded check (bytes between 1 and 33554432),
        constraint evidence_brought_by_somebody check (brought_by <> ''),
        constraint evidence_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('protection.evidence', 'select, insert (sha256, media_type, bytes, brought_by)')}

      create table protection.evidence_part (
        evidence_id integer not null,
        part integer not null, -- from 0
        society_id integer not null,
        bytes bytea not null,
        constraint evidence_part_pkey primary key (evidence_id, part),
        constraint evidence_part_counts check (part >= 0),
        constraint evidence_part_not_empty check (octet_length(bytes) > 0),
        constraint evidence_part_evidence_fkey foreign key (society_id, evidence_id)
          references protection.evidence (society_id, evidence_id)
      );
      -- Pictures, films and pages are compressed already.
      alter table protection.evidence_part alter column bytes set storage external;
      ${tenantTable('protection.evidence_part', 'select, insert (evidence_id, part, bytes)')}

      create function protection.refuse_later_part() returns trigger language plpgsql as $$
      begin
        if (select xmin from protection.evidence where evidence_id = new.evidence_id) is distinct from pg_current_xact_id()::xid then
          perform protection.refuse('evidence_part', 'evidence_whole_from_the_start',
            format('evidence %s was brought before; nothing is added to it', new.evidence_id));
        end if;
        return new;
      end $$;
      create trigger evidence_whole_from_the_start before insert on protection.evidence_part
        for each row execute function protection.refuse_later_part();

      -- Once all parts are there: what is kept is what the hash says, whoever wrote it.
      create function protection.check_evidence_hash() returns trigger language plpgsql as $$
      declare kept record;
      begin
        select sha256(string_agg(p.bytes, ''::bytea order by p.part)) as hash, sum(octet_length(p.bytes)) as bytes into kept
        from protection.evidence_part p where p.evidence_id = new.evidence_id;
        if kept.hash is distinct from new.sha256 or kept.bytes is distinct from new.bytes then
          perform protection.refuse('evidence', 'evidence_is_what_its_hash_says',
            format('the bytes of evidence %s have another hash or another length', new.evidence_id));
        end if;
        return null;
      end $$;
      create constraint trigger evidence_is_what_its_hash_says after insert on protection.evidence
        deferrable initially deferred for each row execute function protection.check_evidence_hash();`);
  }

  async #createListings(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The moment at which a day begins, and that at which it is over: in a time zone, or, without one, where it begins
      -- first and ends last on earth. Where clocks skip midnight it begins at the first moment that there is; where they
      -- strike it twice, of which PostgreSQL takes the second, at the first.
      create function protection.day_begins(day date, zone text) returns timestamptz language sql stable parallel safe as $$
        select case when zone is null then day::timestamp at time zone 'UTC' - interval '14 hours'
          else coalesce(
            (select min(m) from (values (day::timestamp at time zone zone),
                (day::timestamp at time zone zone - interval '30 minutes'),
                (day::timestamp at time zone zone - interval '1 hour')) as candidate(m)
              where (m at time zone zone)::date = day),
            day::timestamp at time zone zone) end
      $$;
      create function protection.day_is_over(day date, zone text) returns timestamptz language sql stable parallel safe as $$
        select case when zone is null then (day + 1)::timestamp at time zone 'UTC' + interval '12 hours'
          else protection.day_begins(day + 1, zone) end
      $$;

      -- Whether the server knows a time zone. One that it does not would break every reading of the windows.
      create function protection.is_zone(zone text) returns boolean language plpgsql immutable parallel safe as $$
      begin
        perform timestamp '2000-01-01' at time zone zone;
        return zone ~ '^[A-Za-z]+(/[A-Za-z0-9_+-]+)*$';
      exception when invalid_parameter_value then
        return false;
      end $$;

      -- A work that is to be protected: on the list of an authority, or on the society's own, which never passes for that.
      create table protection.listing (
        listing_id integer generated always as identity,
        society_id integer not null,
        work_id integer not null,
        source text collate "C" not null,
        party_id integer default ${PARTY}, -- the holder that proposed it; null: an officer did
        proposed_at timestamptz not null default now(),
        constraint listing_pkey primary key (listing_id),
        constraint listing_of_society_key unique (society_id, listing_id),
        constraint listing_with_source_unique unique (listing_id, source),
        constraint listing_source_known check (source in ('official', 'own'))
      );
      create index listing_work on protection.listing (work_id, source);
      ${tenantTable('protection.listing', 'select, insert (work_id, source)')}
      create policy listing_of_known_work on protection.listing as restrictive for insert
        with check (exists (select from repertoire.work w where w.work_id = listing.work_id));

      -- When and where the film is in theatres, as known from a step of the listing on.
      create table protection.listing_release (
        listing_id integer not null,
        step integer not null, -- the ordinal of the step that said so
        line integer not null, -- 1, 2, …
        society_id integer not null,
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        released_on date not null,
        last_day date not null,
        zone text collate "C", -- by whose clocks days begin; null: the first and the last on earth
        constraint listing_release_pkey primary key (listing_id, step, line),
        constraint listing_release_in_order check (released_on <= last_day),
        constraint listing_release_somewhere check (territories_except or territory_codes <> '{}'),
        constraint listing_release_zone_known check (protection.is_zone(zone)),
        constraint listing_release_listing_fkey foreign key (society_id, listing_id)
          references protection.listing (society_id, listing_id)
      );
      ${tenantTable(
        'protection.listing_release',
        'select, insert (listing_id, step, line, territories_except, territory_codes, released_on, last_day, zone)',
      )}

      create table protection.listing_evidence (
        listing_id integer not null,
        evidence_id integer not null,
        society_id integer not null,
        constraint listing_evidence_pkey primary key (listing_id, evidence_id),
        constraint listing_evidence_listing_fkey foreign key (society_id, listing_id)
          references protection.listing (society_id, listing_id),
        constraint listing_evidence_evidence_fkey foreign key (society_id, evidence_id)
          references protection.evidence (society_id, evidence_id)
      );
      ${tenantTable('protection.listing_evidence', 'select, insert (listing_id, evidence_id)')}`);
  }

  async #createListingHistory(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table protection.listing_event (
        listing_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        source text collate "C" not null,
        from_state text collate "C" not null, -- 'none' is what nothing has happened to
        state text collate "C" not null, -- the same as before: its releases were changed
        role text collate "C" not null, -- in which the actor acted; SYS is the calendar
        actor text collate "C" not null,
        happened_at timestamptz not null default now(), -- the database's clock: the application cannot write it
        reason text not null,
        authority text, -- whose list it stands on, in which year and batch, since when
        list_year integer,
        batch text collate "C",
        listed_on date,
        constraint listing_event_pkey primary key (listing_id, ordinal),
        constraint listing_event_said check (actor <> '' and reason <> ''),
        -- No authority is asked about the society's own list.
        constraint listing_event_move_known check ((from_state, state, role) in (
            ('none', 'proposed', 'H'), ('none', 'proposed', 'PO'), ('proposed', 'proposed', 'PO'),
            ('proposed', 'declined', 'PO'), ('listed', 'listed', 'PO'), ('window', 'window', 'PO'),
            ('listed', 'window', 'SYS'), ('listed', 'ended', 'SYS'), ('window', 'ended', 'SYS'),
            ('listed', 'delisted', 'PO'), ('window', 'delisted', 'PO'))
          or source = 'official' and (from_state, state, role) in (
            ('proposed', 'submitted', 'PO'), ('submitted', 'submitted', 'PO'), ('submitted', 'listed', 'PO'),
            ('submitted', 'declined', 'PO'))
          or source = 'own' and (from_state, state, role) = ('proposed', 'listed', 'PO')),
        constraint listing_event_official_by_an_authority check (num_nonnulls(authority, list_year, batch, listed_on)
          = case when source = 'official' and from_state = 'submitted' and state = 'listed' then 4 else 0 end),
        constraint listing_event_authority_named check (authority <> '' and batch <> '' and list_year between 1990 and 9999),
        constraint listing_event_listing_fkey foreign key (society_id, listing_id)
          references protection.listing (society_id, listing_id),
        constraint listing_event_of_source_fkey foreign key (listing_id, source)
          references protection.listing (listing_id, source)
      );
      ${tenantTable(
        'protection.listing_event',
        `select, insert (listing_id, ordinal, source, from_state, state, role, actor, reason, authority, list_year, batch,
          listed_on)`,
      )}

      create view protection.listing_standing with (security_invoker = true) as
      select l.listing_id, l.society_id, l.work_id, l.source, l.party_id, l.proposed_at, coalesce(e.ordinal, 0) as steps,
        coalesce(e.state, 'none') as state, e.happened_at as since, e.reason
      from protection.listing l
      left join lateral (
        select * from protection.listing_event x where x.listing_id = l.listing_id order by x.ordinal desc limit 1
      ) e on true;
      grant select on protection.listing_standing to cineledger_app;

      -- The releases that count now, with the moments at which their windows open and close.
      create view protection.listing_window with (security_invoker = true) as
      select r.*, protection.day_begins(r.released_on, r.zone) as opens_at, protection.day_is_over(r.last_day, r.zone) as closes_at
      from protection.listing_release r
      where not exists (
        select from protection.listing_release x where x.listing_id = r.listing_id and x.step > r.step);
      grant select on protection.listing_window to cineledger_app;

      create function protection.check_listing_event() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare
        l protection.listing;
        standing protection.listing_standing;
        rival integer;
      begin
        -- The primary key lets one of two steps at once pass.
        select * into l from protection.listing where listing_id = new.listing_id;
        select * into standing from protection.listing_standing where listing_id = new.listing_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform protection.refuse('listing_event', 'listing_event_follows',
            format('listing %s is %s after %s steps, and not %s', l.listing_id, standing.state, standing.steps, new.from_state));
        end if;
        if new.from_state = 'none'
            and not exists (select from protection.listing_evidence e where e.listing_id = new.listing_id) then
          perform protection.refuse('listing_event', 'listing_proposed_with_evidence',
            format('listing %s is proposed without evidence', l.listing_id));
        end if;
        if (new.from_state in ('none', new.state)) <> exists (
            select from protection.listing_release r where r.listing_id = new.listing_id and r.step = new.ordinal) then
          perform protection.refuse('listing_event', 'listing_releases_by_step',
            format('releases of listing %s come with its proposal, or with a step that changes them', l.listing_id));
        end if;
        if new.state = 'listed' and new.from_state <> 'listed' then
          if new.listed_on > (now() at time zone 'UTC' + interval '14 hours')::date then
            perform protection.refuse('listing_event', 'listing_listed_in_the_past',
              format('listing %s cannot have been listed on %s', l.listing_id, new.listed_on));
          end if;
          -- Two at once would not see each other.
          perform pg_advisory_xact_lock(hashtextextended('protection.listing', l.work_id));
          select s.listing_id into rival from protection.listing_standing s
          where s.work_id = l.work_id and s.source = l.source and s.state in ('listed', 'window') limit 1;
          if found then
            perform protection.refuse('listing_event', 'listing_of_a_work_once',
              format('its work stands on that list already, as listing %s', rival));
          end if;
        end if;
        if new.state = 'window' and new.from_state = 'listed' and not exists (
            select from protection.listing_window w where w.listing_id = new.listing_id and w.opens_at <= now()) then
          perform protection.refuse('listing_event', 'listing_window_opens_by_day',
            format('no window of listing %s has opened', l.listing_id));
        end if;
        if new.state = 'ended' and exists (
            select from protection.listing_window w where w.listing_id = new.listing_id and w.closes_at > now()) then
          perform protection.refuse('listing_event', 'listing_ends_after_its_windows',
            format('a window of listing %s is not over', l.listing_id));
        end if;
        return new;
      end $$;
      create trigger listing_event_follows before insert on protection.listing_event
        for each row execute function protection.check_listing_event();

      -- Releases without a step that says who and why would pass unseen.
      create function protection.refuse_silent_release() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if not exists (select from protection.listing_event e
            where e.listing_id = new.listing_id and e.ordinal = new.step and e.happened_at = now()) then
          perform protection.refuse('listing_release', 'listing_release_of_a_step',
            format('no step of this transaction brings the releases %s of listing %s', new.step, new.listing_id));
        end if;
        return null;
      end $$;
      create constraint trigger listing_release_of_a_step after insert on protection.listing_release
        deferrable initially deferred for each row execute function protection.refuse_silent_release();`);
  }

  async #createDuties(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What a listing asks of a service, by its kind and the rule profile of the day.
      create table protection.duty (
        duty_id bigint generated always as identity,
        society_id integer not null,
        listing_id integer not null,
        service_id integer not null,
        task text collate "C" not null,
        due_at timestamptz not null,
        assigned_at timestamptz not null default now(),
        constraint duty_pkey primary key (duty_id),
        constraint duty_of_society_key unique (society_id, duty_id),
        constraint duty_of_a_service_once unique (listing_id, service_id),
        constraint duty_task_known check (task in ('no_offer_in_release', 'no_uploads', 'faster_removal')),
        constraint duty_due_later check (due_at >= assigned_at),
        constraint duty_listing_fkey foreign key (society_id, listing_id)
          references protection.listing (society_id, listing_id),
        constraint duty_service_fkey foreign key (society_id, service_id)
          references protection.service (society_id, service_id)
      );
      create index duty_service on protection.duty (service_id);
      ${tenantTable('protection.duty', 'select')}

      create table protection.duty_event (
        duty_id bigint not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        from_state text collate "C" not null,
        state text collate "C" not null,
        role text collate "C" not null, -- SYS is the list and the calendar
        actor text collate "C" not null,
        happened_at timestamptz not null default now(),
        reason text not null,
        constraint duty_event_pkey primary key (duty_id, ordinal),
        constraint duty_event_said check (actor <> '' and reason <> ''),
        constraint duty_event_move_known check ((from_state, state, role) in (
          ('none', 'assigned', 'SYS'), ('assigned', 'acknowledged', 'L'), ('assigned', 'acknowledged', 'PO'),
          ('assigned', 'done', 'L'), ('assigned', 'done', 'PO'), ('acknowledged', 'done', 'L'), ('acknowledged', 'done', 'PO'),
          ('assigned', 'overdue', 'SYS'), ('acknowledged', 'overdue', 'SYS'), ('overdue', 'done', 'L'), ('overdue', 'done', 'PO'),
          ('assigned', 'lifted', 'SYS'), ('acknowledged', 'lifted', 'SYS'), ('overdue', 'lifted', 'SYS'))),
        constraint duty_event_duty_fkey foreign key (society_id, duty_id) references protection.duty (society_id, duty_id)
      );
      ${tenantTable(
        'protection.duty_event',
        'select, insert (duty_id, ordinal, from_state, state, role, actor, reason)',
      )}

      create view protection.duty_standing with (security_invoker = true) as
      select d.*, coalesce(e.ordinal, 0) as steps, coalesce(e.state, 'none') as state, e.happened_at as since, e.reason
      from protection.duty d
      left join lateral (
        select * from protection.duty_event x where x.duty_id = d.duty_id order by x.ordinal desc limit 1
      ) e on true;
      grant select on protection.duty_standing to cineledger_app;

      create function protection.check_duty_event() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare standing record;
      begin
        select s.steps, s.state, s.due_at, l.state as listing_state into standing
        from protection.duty_standing s join protection.listing_standing l on l.listing_id = s.listing_id
        where s.duty_id = new.duty_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform protection.refuse('duty_event', 'duty_event_follows',
            format('duty %s is %s after %s steps, and not %s', new.duty_id, standing.state, standing.steps, new.from_state));
        end if;
        if new.state = 'overdue' and standing.due_at >= now() then
          perform protection.refuse('duty_event', 'duty_overdue_after_its_time',
            format('duty %s is due at %s', new.duty_id, standing.due_at));
        end if;
        if new.state = 'lifted' and standing.listing_state not in ('ended', 'delisted') then
          perform protection.refuse('duty_event', 'duty_lifted_with_its_listing',
            format('the listing of duty %s is %s', new.duty_id, standing.listing_state));
        end if;
        return new;
      end $$;
      create trigger duty_event_follows before insert on protection.duty_event
        for each row execute function protection.check_duty_event();`);
  }

  /** Whoever registers a service has its duties assigned, and sees no listing but the feed: the owner does it. */
  async #assignDuties(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Assigns what is missing, of one service or, with null, of all that are open: a duty for each listing that stands, or
      -- for those named, if the profile asks anything of that kind. What is there already is left alone.
      create function protection.assign_duties(only_service integer, only_listings integer[]) returns table (duty_id bigint)
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare hours integer;
      begin
        if ${LICENSEE} is not null and not exists (
            select from protection.service s where s.service_id = only_service and s.licensee_id = ${LICENSEE}) then
          perform protection.refuse('duty', 'duty_of_an_own_service', 'a platform has duties of its own services assigned');
        end if;
        select r.amount into hours from profile.rule_in_force(
          nullif(current_setting('app.society', true), '')::integer, 'listing_duty_hours', (now() at time zone 'UTC')::date) r;
        if not found then return; end if;
        return query
        with made as (
          insert into protection.duty (listing_id, service_id, task, due_at)
          select l.listing_id, s.service_id, r.word, now() + make_interval(hours => coalesce(hours, 0))
          from protection.listing_standing l
          join protection.service_standing s on s.society_id = l.society_id and s.open
          cross join lateral profile.rule_in_force(
            l.society_id, 'listing_duty_' || s.kind, (now() at time zone 'UTC')::date) r
          where l.society_id = nullif(current_setting('app.society', true), '')::integer
            and l.state in ('listed', 'window') and r.word <> 'none' and (only_service is null or s.service_id = only_service)
            and (only_listings is null or l.listing_id = any (only_listings))
            and not exists (
              select from protection.duty x where x.listing_id = l.listing_id and x.service_id = s.service_id)
          on conflict on constraint duty_of_a_service_once do nothing
          returning duty.duty_id
        ), told as (
          insert into protection.duty_event (duty_id, ordinal, from_state, state, role, actor, reason)
          select m.duty_id, 1, 'none', 'assigned', 'SYS', 'system:protection', 'its work stands on the list' from made m
          returning duty_event.duty_id
        )
        select t.duty_id from told t;
      end $$;
      revoke all on function protection.assign_duties(integer, integer[]) from public;
      grant execute on function protection.assign_duties(integer, integer[]) to cineledger_app, cineledger_licensee;`);
  }

  async #createFeed(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What platforms are told of a listing, each time that it changes. Numbers of a society follow each other without a
      -- gap and in the order in which they are seen, so that who has read up to one has missed nothing.
      create table protection.feed_entry (
        society_id integer not null,
        number integer not null,
        listing_id integer not null,
        content text not null, -- JSON, as it is given
        published_at timestamptz not null default now(),
        constraint feed_entry_pkey primary key (society_id, number),
        constraint feed_entry_from_one check (number >= 1),
        constraint feed_entry_listing_fkey foreign key (society_id, listing_id)
          references protection.listing (society_id, listing_id)
      );
      create index feed_entry_listing on protection.feed_entry (listing_id, number);
      ${tenantTable('protection.feed_entry', 'select, insert (number, listing_id, content)')}

      -- The titles and identifiers that an entry told, for whoever asks whether a film is listed.
      create table protection.listed_name (
        society_id integer not null,
        number integer not null,
        line integer not null,
        scheme text collate "C" not null, -- title, or that of an identifier
        value text collate "C" not null, -- in normal form
        grams integer, -- of a title: into how many pieces it is taken apart
        constraint listed_name_pkey primary key (society_id, number, line),
        constraint listed_name_scheme_known check (scheme in ('title', 'eidr', 'isan', 'imdb')),
        constraint listed_name_grams_of_titles check ((scheme = 'title') = (grams is not null)),
        constraint listed_name_entry_fkey foreign key (society_id, number) references protection.feed_entry
      );
      create index listed_name_value on protection.listed_name (society_id, scheme, value);
      ${tenantTable('protection.listed_name', 'select, insert (number, line, scheme, value, grams)')}

      -- The pieces by which the likeness of titles is measured. Rows and no array: under row-level security an index serves
      -- operators that leak nothing, as the equality of texts.
      create table protection.listed_gram (
        society_id integer not null,
        gram text collate "C" not null,
        number integer not null,
        line integer not null,
        constraint listed_gram_pkey primary key (society_id, gram, number, line),
        constraint listed_gram_name_fkey foreign key (society_id, number, line) references protection.listed_name
      );
      ${tenantTable('protection.listed_gram', 'select, insert (gram, number, line)')}

      create function protection.check_feed_number() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('protection.feed', new.society_id));
        if new.number <> (select coalesce(max(f.number), 0) + 1 from protection.feed_entry f where f.society_id = new.society_id) then
          perform protection.refuse('feed_entry', 'feed_entry_follows', format('entry %s does not follow the last one', new.number));
        end if;
        return new;
      end $$;
      create trigger feed_entry_follows before insert on protection.feed_entry
        for each row execute function protection.check_feed_number();`);
  }

  async #createWarnings(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- [C22] A licence for networks under which a listed film could be used while it is in theatres; told once.
      create table protection.licence_warning (
        licence_warning_id integer generated always as identity,
        society_id integer not null,
        listing_id integer not null,
        licence_id integer not null,
        first_day date not null, -- of the days that licence and window share
        last_day date not null,
        found_at timestamptz not null default now(),
        constraint licence_warning_pkey primary key (licence_warning_id),
        constraint licence_warning_once unique (listing_id, licence_id),
        constraint licence_warning_in_order check (first_day <= last_day),
        constraint licence_warning_listing_fkey foreign key (society_id, listing_id)
          references protection.listing (society_id, listing_id),
        constraint licence_warning_licence_fkey foreign key (society_id, licence_id)
          references licensing.licence (society_id, licence_id)
      );
      ${tenantTable('protection.licence_warning', 'select, insert (listing_id, licence_id, first_day, last_day)')}`);
  }

  /** A platform registers its services, and sees their duties, the feed, its evidence and warnings of its licences. */
  async #openToLicensees(queryRunner: QueryRunner): Promise<void> {
    const ofService = (table: string) =>
      `exists (select from protection.service s where s.service_id = ${table}.service_id)`;
    const ofEvidence = 'exists (select from protection.evidence e where e.evidence_id = evidence_part.evidence_id)';
    const mine = `licensee_id = ${LICENSEE}`;
    await queryRunner.query(`
      ${openTo('licensee', 'protection.service', 'select, insert (code, kind)', mine)}
      ${openTo(
        'licensee',
        'protection.service_version',
        'select, insert (service_id, version, name, endpoint, contact, open, actor, reason)',
        ofService('service_version'),
      )}
      ${openTo('licensee', 'protection.evidence', 'select, insert (sha256, media_type, bytes, brought_by)', mine)}
      ${openTo('licensee', 'protection.evidence_part', 'select, insert (evidence_id, part, bytes)', ofEvidence)}
      ${openTo('licensee', 'protection.duty', 'select', ofService('duty'))}
      ${openTo(
        'licensee',
        'protection.duty_event',
        'select, insert (duty_id, ordinal, from_state, state, role, actor, reason)',
        'exists (select from protection.duty d where d.duty_id = duty_event.duty_id)',
      )}
      create policy duty_event_by_licensee on protection.duty_event as restrictive for insert to cineledger_licensee
        with check (role = 'L');
      ${openTo(
        'licensee',
        'protection.licence_warning',
        'select',
        'exists (select from licensing.licence l where l.licence_id = licence_warning.licence_id)',
      )}
      ${(['licensee', 'holder', 'public'] as const)
        .flatMap((audience) => [
          openTo(audience, 'protection.feed_entry', 'select', 'true'),
          openTo(audience, 'protection.listed_name', 'select', 'true'),
          openTo(audience, 'protection.listed_gram', 'select', 'true'),
        ])
        .join('')}
      grant select on protection.service_standing, protection.duty_standing to cineledger_licensee;`);
  }

  /** A holder proposes, with evidence, films that it has a claim in, and sees what becomes of its proposals. */
  async #openToHolders(queryRunner: QueryRunner): Promise<void> {
    const own = (table: string) => `exists (select from protection.listing l where l.listing_id = ${table}.listing_id)`;
    const mine = `party_id = ${PARTY}`;
    const ofEvidence = 'exists (select from protection.evidence e where e.evidence_id = evidence_part.evidence_id)';
    await queryRunner.query(`
      ${openTo('holder', 'protection.evidence', 'select, insert (sha256, media_type, bytes, brought_by)', mine)}
      ${openTo('holder', 'protection.evidence_part', 'select, insert (evidence_id, part, bytes)', ofEvidence)}
      ${openTo('holder', 'protection.listing', 'select, insert (work_id, source)', mine)}
      ${openTo(
        'holder',
        'protection.listing_release',
        'select, insert (listing_id, step, line, territories_except, territory_codes, released_on, last_day, zone)',
        own('listing_release'),
      )}
      ${openTo('holder', 'protection.listing_evidence', 'select, insert (listing_id, evidence_id)', own('listing_evidence'))}
      create policy listing_evidence_of_the_holder on protection.listing_evidence as restrictive for insert to cineledger_holder
        with check (exists (select from protection.evidence e where e.evidence_id = listing_evidence.evidence_id));
      ${openTo(
        'holder',
        'protection.listing_event',
        'select, insert (listing_id, ordinal, source, from_state, state, role, actor, reason)',
        own('listing_event'),
      )}
      create policy listing_event_by_holder on protection.listing_event as restrictive for insert to cineledger_holder
        with check (role = 'H');
      grant select on protection.listing_standing, protection.listing_window to cineledger_holder;
      -- How long a window is, where nobody has said.
      grant usage on schema profile to cineledger_holder;
      grant execute on function profile.rule_in_force(integer, text, date) to cineledger_holder;`);
  }

  down = refuseDown;
}
