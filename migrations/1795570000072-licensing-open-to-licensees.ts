import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LICENSEE, openTo, refuseDown } from './tenant.js';

/** What becomes of a version, and of who made it nothing: those who look in may read it. */
const TARIFF_COLUMNS = `tariff_version_id, society_id, tariff_id, version, "right", use_types, territories_except,
  territory_codes, currency, formula, resolution_number, resolution_on`;

/**
 * A licensee sees its own licences from the offer on, its applications, the quotes of its offers, and published tariffs;
 * the public sees published tariffs, and a certificate by its code. A licensee takes its steps under its own role: what
 * a step is checked against and it may not see, the database looks up as the owner (ADR 0044).
 */
export class LicensingOpenToLicensees1795570000072 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#checkAsOwner(queryRunner);
    await this.#openTariffs(queryRunner);
    await this.#openLicences(queryRunner);
    await this.#openCertificates(queryRunner);
  }

  /** Row-level security binds the owner to the society where it can; the conditions say so where it is a superuser. */
  async #checkAsOwner(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create or replace function licensing.check_scope(l licensing.licence) returns void language plpgsql as $$
      declare uncovered text;
      begin
        select u."right" into uncovered from licensing.use_type u
        where u.use_type = any (l.use_types) and not exists (
          select from licensing.approved_scope s
          where s.society_id = l.society_id and s."right" = u."right" and s.valid_from <= l.valid_from
            and (s.valid_to is null or l.valid_to <= s.valid_to)
            and licensing.territories_within(
              l.territories_except, l.territory_codes, s.territories_except, s.territory_codes))
        limit 1;
        if found then
          perform licensing.refuse('licence_transition', 'licence_within_scope',
            format('the society may not license "%s" for all territories and days of licence %s', uncovered, l.code));
        end if;
      end $$;

      create or replace function licensing.check_rivals(l licensing.licence, is_exclusive boolean)
        returns void language plpgsql as $$
      declare rival text;
      begin
        -- Two grants at once would not see each other.
        perform pg_advisory_xact_lock(hashtextextended('licensing.grant', l.society_id));
        select o.code into rival
        from licensing.licence o
        join licensing.licence_standing s on s.licence_id = o.licence_id and s.state in ('active', 'suspended')
        left join licensing.licence_terms m on m.licence_id = o.licence_id
        where o.society_id = l.society_id and o.licence_id <> l.licence_id
          and (is_exclusive or coalesce(m.exclusive, false))
          and o.use_types && l.use_types
          and o.valid_from <= l.valid_to and l.valid_from <= o.valid_to
          and licensing.territories_meet(l.territories_except, l.territory_codes, o.territories_except, o.territory_codes)
        limit 1;
        if found then
          perform licensing.refuse('licence_transition', 'licence_exclusives_apart',
            case when nullif(current_setting('app.licensee', true), '') is null
              then format('licence %s and licence %s cover the same use, and one of them is exclusive', l.code, rival)
              -- Which one, and whose, is none of a licensee's business.
              else format('licence %s and another one cover the same use, and one of them is exclusive', l.code)
            end);
        end if;
      end $$;

      ${['check_licence_transition', 'check_application_transition', 'refuse_false_certificate', 'refuse_uncertified']
        .map((name) => `alter function licensing.${name}() security definer set search_path = pg_catalog, pg_temp;`)
        .join('\n      ')}

      -- The clock of an application starts in the licensee's own transaction.
      alter function profile.rule_in_force(integer, text, date) security definer set search_path = pg_catalog, pg_temp;
      revoke all on function profile.rule_in_force(integer, text, date) from public;
      grant execute on function profile.rule_in_force(integer, text, date) to cineledger_app, cineledger_licensee;
      grant usage on schema profile to cineledger_licensee;`);
  }

  async #openTariffs(queryRunner: QueryRunner): Promise<void> {
    const published = (table: string, key: string) =>
      `exists (select from licensing.tariff_publication p where p.${key} = ${table}.${key})`;
    const open = (audience: 'licensee' | 'public') => `
      ${openTo(audience, 'licensing.tariff', 'select (tariff_id, society_id, code, name)', published('tariff', 'tariff_id'))}
      ${openTo(audience, 'licensing.tariff_version', `select (${TARIFF_COLUMNS})`, published('tariff_version', 'tariff_version_id'))}
      ${openTo(audience, 'licensing.tariff_publication', 'select (tariff_version_id, society_id, tariff_id, valid_from, valid_to)', 'true')}
      grant select on licensing.published_tariff to cineledger_${audience};`;
    await queryRunner.query(`
      -- A view asks for the privileges of all its columns, and who made a version is not for everybody.
      drop view licensing.published_tariff;
      create view licensing.published_tariff with (security_invoker = true) as
      select ${TARIFF_COLUMNS.replace(/"?\w+"?/g, 'v.$&')}, p.valid_from,
        least(p.valid_to,
          lead(p.valid_from) over (partition by p.tariff_id order by p.valid_from) - 1) as last_day
      from licensing.tariff_publication p
      join licensing.tariff_version v on v.tariff_version_id = p.tariff_version_id;
      grant select on licensing.published_tariff to cineledger_app;
      ${open('licensee')}
      ${open('public')}`);
  }

  async #openLicences(queryRunner: QueryRunner): Promise<void> {
    const own = (table: string) => `exists (select from licensing.licence l where l.licence_id = ${table}.licence_id)`;
    const applied = `exists (select from licensing.application a where a.application_id = application_transition.application_id)`;
    await queryRunner.query(`
      -- A draft is the officers' own. As the owner, so that the policies of the tables do not ask for each other.
      create function licensing.shown_to_licensee(of_licence integer) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select not exists (select from licensing.licence_terms where licence_id = of_licence)
          or exists (select from licensing.licence_transition where licence_id = of_licence and to_state = 'offered')
      $$;
      revoke all on function licensing.shown_to_licensee(integer) from public;
      grant execute on function licensing.shown_to_licensee(integer) to cineledger_licensee;

      ${openTo('licensee', 'identity.society', 'select (society_id, name)', 'true')}
      ${openTo('licensee', 'licensing.licensee', 'select', `licensee_id = ${LICENSEE}`)}
      ${openTo('licensee', 'licensing.licence', 'select', `licensee_id = ${LICENSEE} and licensing.shown_to_licensee(licence_id)`)}
      ${openTo('licensee', 'licensing.licence_terms', 'select', own('licence_terms'))}
      ${openTo(
        'licensee',
        'licensing.licence_transition',
        'select, insert (licence_id, ordinal, from_state, to_state, role, actor, reason, cause)',
        own('licence_transition'),
      )}
      ${openTo(
        'licensee',
        'licensing.quote',
        'select',
        `licensee_id = ${LICENSEE} and exists (select from licensing.licence_terms m where m.quote_id = quote.quote_id)`,
      )}
      ${openTo('licensee', 'licensing.quote_approval', 'select', `exists (select from licensing.quote q where q.quote_id = quote_approval.quote_id)`)}
      ${openTo(
        'licensee',
        'licensing.application',
        `select, insert (licensee_id, tariff_id, use_types, territories_except, territory_codes, valid_from, valid_to, exclusive,
          metric, inputs)`,
        `licensee_id = ${LICENSEE}`,
      )}
      ${openTo(
        'licensee',
        'licensing.application_transition',
        `select, insert (application_id, ordinal, from_state, to_state, role, actor, reason, answer_due, missing, supplied,
          refusal_code)`,
        applied,
      )}
      grant select on licensing.application_standing, licensing.licence_standing to cineledger_licensee;

      -- The role in which somebody acts is his own word; a licensee never acts in another.
      create policy licensing_licence_transition_by_licensee on licensing.licence_transition as restrictive
        for insert to cineledger_licensee with check (role = 'licensee');
      create policy licensing_application_transition_by_licensee on licensing.application_transition as restrictive
        for insert to cineledger_licensee with check (role = 'licensee');`);
  }

  async #openCertificates(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${openTo(
        'licensee',
        'licensing.certificate',
        'select, insert (licence_id, code, content, sha256)',
        'exists (select from licensing.licence l where l.licence_id = certificate.licence_id)',
      )}

      -- Anyone who has the code, and nobody else: the public's role has no other way to certificates. The price is
      -- between society and licensee. A sandbox grants nothing, so that nothing of it can be checked.
      create function licensing.certificate_by_code(of_code text)
        returns table (content jsonb, state text, issued_at timestamptz, sha256 text)
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
        select c.content::jsonb - 'fee' - 'currency' - 'quoteSha256', s.state, c.issued_at, c.sha256
        from licensing.certificate c
        join licensing.licence_standing s on s.licence_id = c.licence_id
        join identity.society y on y.society_id = c.society_id and not y.sandbox
        where c.society_id = nullif(current_setting('app.society', true), '')::integer and c.code = of_code
      $$;
      revoke all on function licensing.certificate_by_code(text) from public;
      grant execute on function licensing.certificate_by_code(text) to cineledger_app, cineledger_public;`);
  }

  down = refuseDown;
}
