import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000081-repertoire-keep-mandates.js';
import { replaceSandboxFunction } from './sandbox.js';
import { openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = [
  'repertoire.notification',
  'repertoire.dispute_evidence',
  'repertoire.dispute_event',
  'repertoire.dispute_claim',
  'repertoire.dispute',
  ...TABLES_BEFORE,
];

/**
 * Disputes over shares: opened by themselves where claims exceed 100 % of a right somewhere on some day, or by whoever
 * contests a claim. Claims are never refused for it; what they earn is held meanwhile (distribution, ¶5 of the contract).
 */
export class RepertoireKeepDisputes1795570000082 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#shipDeadlines(queryRunner);
    await this.#createDisputes(queryRunner);
    await this.#createHistory(queryRunner);
    await this.#createNotifications(queryRunner);
    await this.#createRules(queryRunner);
    await this.#openToHolders(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  /** Bodies publish that there are deadlines; no text that we could read names the days. */
  async #shipDeadlines(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into profile.setting (setting, kind, own_number, meaning) values
        ('dispute_evidence_days', 'whole', 'any', 'days within which the parties to a dispute over shares bring their evidence'),
        ('dispute_decision_days', 'whole', 'any', 'days after which an unsolved dispute over shares expires');
      insert into profile.jurisdiction_rule (jurisdiction, setting, valid_from, amount, word, basis, source) values
        ('CN', 'dispute_evidence_days', '2005-03-01', 60, null, 'default', 'no text; the society decides'),
        ('CN', 'dispute_decision_days', '2005-03-01', 180, null, 'default', 'no text; the society decides'),
        ('EU', 'dispute_evidence_days', '2016-04-10', 60, null, 'default', 'no text; AGICOA and Screenrights set deadlines in their own procedures'),
        ('EU', 'dispute_decision_days', '2016-04-10', 180, null, 'default', 'no text; AGICOA and Screenrights set deadlines in their own procedures');

      alter table repertoire.party add column contact text; -- how a rival in a dispute reaches it
      grant update (contact) on repertoire.party to cineledger_app;`);
  }

  async #createDisputes(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table repertoire.dispute (
        dispute_id integer generated always as identity,
        society_id integer not null,
        work_id integer not null,
        "right" text collate "C" not null,
        origin text collate "C" not null, -- shares above 100 %, or a claim that somebody contests
        opened_for integer, -- the party that contests; null: the society found it
        opened_at timestamptz not null default now(),
        constraint dispute_pkey primary key (dispute_id),
        constraint dispute_of_society_key unique (society_id, dispute_id),
        constraint dispute_origin_known check (origin in ('overlap', 'contested'))
      );
      create index dispute_work on repertoire.dispute (work_id, "right");
      ${tenantTable('repertoire.dispute', 'select, insert (work_id, "right", origin, opened_for)')}
      create policy dispute_of_known_work on repertoire.dispute as restrictive for insert
        with check (exists (select from repertoire.work w where w.work_id = dispute.work_id));

      -- A claim that is in the dispute, whatever version of it is current.
      create table repertoire.dispute_claim (
        dispute_id integer not null,
        claim text collate "C" not null, -- its code
        society_id integer not null,
        party_id integer not null,
        stance text collate "C" not null, -- one of several that exceed 100 %; or contested, or contesting
        joined_at timestamptz not null default now(),
        constraint dispute_claim_pkey primary key (dispute_id, claim),
        constraint dispute_claim_stance_known check (stance in ('overlaps', 'contested', 'contesting')),
        constraint dispute_claim_dispute_fkey foreign key (society_id, dispute_id)
          references repertoire.dispute (society_id, dispute_id)
      );
      create index dispute_claim_party on repertoire.dispute_claim (society_id, party_id);
      ${tenantTable('repertoire.dispute_claim', 'select, insert (dispute_id, claim, party_id, stance)')}
      create policy dispute_claim_of_known_party on repertoire.dispute_claim as restrictive for insert
        with check (exists (select from repertoire.party p where p.party_id = dispute_claim.party_id));`);
  }

  async #createHistory(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table repertoire.dispute_event (
        dispute_id integer not null,
        ordinal integer not null, -- 1, 2, …
        society_id integer not null,
        from_state text collate "C" not null, -- 'none' is what nothing has happened to
        state text collate "C" not null,
        role text collate "C" not null, -- in which the actor acted; SYS is the sum of shares, or the calendar
        actor text collate "C" not null,
        happened_at timestamptz not null default now(), -- the database's clock: the application cannot write it
        reason text not null,
        "overlaps" jsonb, -- where and when shares exceed 100 %, and by how much; no word of whose they are
        evidence_due date, -- last day, where the society follows a rule profile
        decision_due date,
        outcome text collate "C",
        constraint dispute_event_pkey primary key (dispute_id, ordinal),
        constraint dispute_event_said check (actor <> '' and reason <> ''),
        constraint dispute_event_move_known check ((from_state, state, role) in (
          ('none', 'open', 'SYS'), ('none', 'open', 'RO'), ('none', 'open', 'H'), ('open', 'notified', 'SYS'),
          ('open', 'notified', 'RO'), ('notified', 'notified', 'SYS'), ('evidence', 'notified', 'SYS'),
          ('recommended', 'notified', 'SYS'), ('notified', 'evidence', 'RO'), ('notified', 'evidence', 'H'),
          ('notified', 'recommended', 'RO'), ('evidence', 'recommended', 'RO'), ('open', 'resolved', 'RO'),
          ('notified', 'resolved', 'RO'), ('notified', 'resolved', 'SYS'), ('evidence', 'resolved', 'RO'),
          ('evidence', 'resolved', 'SYS'), ('recommended', 'resolved', 'RO'), ('recommended', 'resolved', 'SYS'),
          ('notified', 'expired', 'SYS'), ('evidence', 'expired', 'SYS'), ('recommended', 'expired', 'SYS'))),
        constraint dispute_event_deadlines_when_notified
          check (state = 'notified' or (evidence_due is null and decision_due is null and "overlaps" is null)),
        constraint dispute_event_deadlines_in_order check (evidence_due <= decision_due),
        constraint dispute_event_outcome_when_resolved check ((state = 'resolved') = (outcome is not null)),
        constraint dispute_event_outcome_known check (outcome in ('agreement', 'recommendation', 'court', 'default', 'withdrawn', 'adjusted')),
        constraint dispute_event_adjusted_by_claims check ((outcome = 'adjusted') = (state = 'resolved' and role = 'SYS')),
        constraint dispute_event_recommendation_made check (outcome <> 'recommendation' or from_state = 'recommended'),
        constraint dispute_event_overlaps_exact check (not jsonb_path_exists("overlaps", '$.** ? (@.type() == "number")')),
        constraint dispute_event_dispute_fkey foreign key (society_id, dispute_id)
          references repertoire.dispute (society_id, dispute_id)
      );
      ${tenantTable(
        'repertoire.dispute_event',
        `select, insert (dispute_id, ordinal, from_state, state, role, actor, reason, "overlaps", evidence_due, decision_due,
          outcome)`,
      )}

      create table repertoire.dispute_evidence (
        dispute_evidence_id integer generated always as identity,
        dispute_id integer not null,
        society_id integer not null,
        party_id integer not null, -- whose claim it supports
        file_sha256 bytea not null,
        description text not null,
        brought_by text collate "C" not null,
        brought_at timestamptz not null default now(),
        constraint dispute_evidence_pkey primary key (dispute_evidence_id),
        constraint dispute_evidence_once unique (dispute_id, party_id, file_sha256),
        constraint dispute_evidence_hashed check (octet_length(file_sha256) = 32),
        constraint dispute_evidence_said check (description <> '' and brought_by <> ''),
        constraint dispute_evidence_dispute_fkey foreign key (society_id, dispute_id)
          references repertoire.dispute (society_id, dispute_id)
      );
      ${tenantTable(
        'repertoire.dispute_evidence',
        'select, insert (dispute_id, party_id, file_sha256, description, brought_by)',
      )}

      -- Where a dispute stands, with the deadlines that were set last.
      create view repertoire.dispute_standing with (security_invoker = true) as
      select d.dispute_id, d.society_id, coalesce(e.ordinal, 0) as steps, coalesce(e.state, 'none') as state,
        e.happened_at as since, e.outcome, e.reason, n."overlaps", n.evidence_due, n.decision_due
      from repertoire.dispute d
      left join lateral (
        select * from repertoire.dispute_event x where x.dispute_id = d.dispute_id order by x.ordinal desc limit 1
      ) e on true
      left join lateral (
        select * from repertoire.dispute_event x
        where x.dispute_id = d.dispute_id and x.state = 'notified' order by x.ordinal desc limit 1
      ) n on true;
      grant select on repertoire.dispute_standing to cineledger_app, cineledger_holder;
      grant select on repertoire.mandate_standing to cineledger_holder;`);
  }

  async #createNotifications(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What the society told a party about a dispute or a mandate.
      create table repertoire.notification (
        notification_id bigint generated always as identity,
        society_id integer not null,
        party_id integer not null,
        kind text collate "C" not null, -- noun.state
        dispute_id integer,
        mandate_id integer,
        due date, -- the last day to answer, or of what ends
        notified_at timestamptz not null default now(),
        constraint notification_pkey primary key (notification_id),
        constraint notification_kind_known check (kind in ('dispute.notified', 'dispute.recommended', 'dispute.resolved',
          'dispute.expired', 'mandate.active', 'mandate.notice_given', 'mandate.ended')),
        constraint notification_of_one_thing
          check ((dispute_id is not null) = (kind like 'dispute.%') and (mandate_id is not null) = (kind like 'mandate.%')),
        constraint notification_dispute_fkey foreign key (society_id, dispute_id)
          references repertoire.dispute (society_id, dispute_id),
        constraint notification_mandate_fkey foreign key (society_id, mandate_id)
          references repertoire.mandate (society_id, mandate_id)
      );
      create index notification_party on repertoire.notification (society_id, party_id);
      create index notification_dispute on repertoire.notification (society_id, dispute_id);
      create index notification_mandate on repertoire.notification (society_id, mandate_id);
      ${tenantTable('repertoire.notification', 'select, insert (party_id, kind, dispute_id, mandate_id, due)')}
      create policy notification_of_known_party on repertoire.notification as restrictive for insert
        with check (exists (select from repertoire.party p where p.party_id = notification.party_id));`);
  }

  async #createRules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The largest sum of shares of current claims of a right in a work, over all days and places. $3: only these claims.
      create function repertoire.highest_share(of_work integer, of_right text, among text[]) returns numeric
        language sql stable as $$
        with claim as materialized (
          select * from repertoire.claim c
          where c.work_id = of_work and c."right" = of_right and c.superseded_at is null and c.code = any (among)
        )
        select coalesce(max(cell.share), 0)
        from (select distinct coalesce(valid_from, '-infinity') as day from claim) d
        cross join (select unnest(territory_codes) as code from claim union select '') t
        cross join lateral (
          select sum(c.share) as share from claim c
          where coalesce(c.valid_from <= d.day, true) and coalesce(c.valid_to >= d.day, true)
            and (t.code = any (c.territory_codes)) <> c.territories_except
        ) cell
      $$;

      create function repertoire.check_dispute_event() returns trigger language plpgsql as $$
      declare
        d repertoire.dispute;
        standing record;
      begin
        -- The primary key lets one of two steps at once pass.
        select * into d from repertoire.dispute where dispute_id = new.dispute_id;
        select coalesce(max(e.ordinal), 0) as steps,
          coalesce((array_agg(e.state order by e.ordinal desc))[1], 'none') as state,
          (array_agg(e.evidence_due order by e.ordinal desc) filter (where e.state = 'notified'))[1] as evidence_due,
          (array_agg(e.decision_due order by e.ordinal desc) filter (where e.state = 'notified'))[1] as decision_due
        into standing from repertoire.dispute_event e where e.dispute_id = new.dispute_id;
        if new.from_state is distinct from standing.state or new.ordinal is distinct from standing.steps + 1 then
          perform repertoire.refuse('dispute_event', 'dispute_event_follows',
            format('dispute %s is %s after %s steps, and not %s', d.dispute_id, standing.state, standing.steps, new.from_state));
        end if;
        if new.state = 'resolved' and d.origin = 'overlap' and repertoire.highest_share(d.work_id, d."right",
            array(select c.claim from repertoire.dispute_claim c where c.dispute_id = d.dispute_id)) > 100 then
          perform repertoire.refuse('dispute_event', 'dispute_resolved_at_most_100',
            format('the claims of dispute %s still exceed 100 %%', d.dispute_id));
        end if;
        if new.outcome = 'default' and (standing.evidence_due is null
            or standing.evidence_due >= repertoire.earliest_today()) then
          perform repertoire.refuse('dispute_event', 'dispute_default_after_deadline',
            format('evidence in dispute %s is due by %s', d.dispute_id, coalesce(standing.evidence_due::text, 'no day')));
        end if;
        if new.state = 'expired' and (standing.decision_due is null
            or standing.decision_due >= repertoire.earliest_today()) then
          perform repertoire.refuse('dispute_event', 'dispute_expires_after_deadline',
            format('dispute %s expires after %s', d.dispute_id, coalesce(standing.decision_due::text, 'no day')));
        end if;
        return new;
      end $$;
      create trigger dispute_event_follows before insert on repertoire.dispute_event
        for each row execute function repertoire.check_dispute_event();

      -- What is decided is not argued any more.
      create function repertoire.check_dispute_argument() returns trigger language plpgsql as $$
      begin
        if (select e.state from repertoire.dispute_event e where e.dispute_id = new.dispute_id order by e.ordinal desc limit 1)
            in ('resolved', 'expired') then
          perform repertoire.refuse(tg_table_name, 'dispute_over', format('dispute %s is over', new.dispute_id));
        end if;
        return new;
      end $$;
      create trigger dispute_over before insert on repertoire.dispute_evidence
        for each row execute function repertoire.check_dispute_argument();
      create trigger dispute_over before insert on repertoire.dispute_claim
        for each row execute function repertoire.check_dispute_argument();

      -- Evidence supports a claim that is in the dispute.
      create policy dispute_evidence_of_claimant on repertoire.dispute_evidence as restrictive for insert
        with check (exists (select from repertoire.dispute_claim c
          where c.dispute_id = dispute_evidence.dispute_id and c.party_id = dispute_evidence.party_id));`);
  }

  /** A holder sees the disputes that its claims are in, its own evidence, and how to reach its rivals. */
  async #openToHolders(queryRunner: QueryRunner): Promise<void> {
    const mine = (table: string) => `exists (select from repertoire.dispute_claim c
      where c.dispute_id = ${table}.dispute_id and c.party_id = ${PARTY})`;
    await queryRunner.query(`
      ${openTo('holder', 'repertoire.dispute_claim', 'select', `party_id = ${PARTY}`)}
      ${openTo('holder', 'repertoire.dispute', 'select', `opened_for = ${PARTY} or ${mine('dispute')}`)}
      ${openTo('holder', 'repertoire.dispute_event', 'select', mine('dispute_event'))}
      ${openTo('holder', 'repertoire.dispute_evidence', 'select', `party_id = ${PARTY}`)}
      ${openTo('holder', 'repertoire.notification', 'select', `party_id = ${PARTY}`)}
      -- It contests in its own name and by a claim of its own, and brings evidence; the society judges what it contests.
      grant insert (work_id, "right", origin, opened_for) on repertoire.dispute to cineledger_holder;
      create policy dispute_by_holder on repertoire.dispute as restrictive for insert to cineledger_holder
        with check (origin = 'contested' and opened_for = ${PARTY});
      grant insert (dispute_id, claim, party_id, stance) on repertoire.dispute_claim to cineledger_holder;
      create policy dispute_claim_by_holder on repertoire.dispute_claim as restrictive for insert to cineledger_holder
        with check (stance = 'contesting'
          and exists (select from repertoire.dispute d where d.dispute_id = dispute_claim.dispute_id and d.opened_for = ${PARTY})
          and exists (select from repertoire.claim c where c.code = dispute_claim.claim and c.superseded_at is null));
      grant insert (dispute_id, ordinal, from_state, state, role, actor, reason) on repertoire.dispute_event to cineledger_holder;
      create policy dispute_event_by_holder on repertoire.dispute_event as restrictive for insert to cineledger_holder
        with check (role = 'H');
      grant insert (dispute_id, party_id, file_sha256, description, brought_by) on repertoire.dispute_evidence
        to cineledger_holder;

      -- Names and contacts of the other parties to a dispute that the holder is in, and nothing else of them.
      create function repertoire.rivals(of_dispute integer) returns table (name text, contact text)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select p.name, p.contact
        from repertoire.party p
        where p.party_id is distinct from ${PARTY}
          and p.party_id in (select c.party_id from repertoire.dispute_claim c where c.dispute_id = of_dispute)
          and (${PARTY} is null or exists (
            select from repertoire.dispute_claim c where c.dispute_id = of_dispute and c.party_id = ${PARTY}))
        order by p.name collate "C"
      $$;
      revoke all on function repertoire.rivals(integer) from public;
      grant execute on function repertoire.rivals(integer) to cineledger_app, cineledger_holder;`);
  }

  down = refuseDown;
}
