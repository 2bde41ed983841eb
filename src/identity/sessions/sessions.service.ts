import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { type Actor, actorOf } from '../access/actor.js';
import { AttemptsService } from '../accounts/attempts.service.js';
import { PasswordsService } from '../accounts/passwords.service.js';
import { Person } from '../accounts/person.entity.js';
import { SecondFactorService } from '../accounts/second-factor.service.js';
import { AuditService } from '../audit/audit.service.js';
import { codeNeeded, loginRefused } from '../identity.errors.js';
import type { Standing } from '../roles.js';
import { newSecret, sha256 } from '../secrets.js';
import { SocietiesService } from '../societies.service.js';

/** A working day: whoever comes back tomorrow logs in again. */
const HOURS = 12;

export interface Credentials {
  society: string;
  email: string;
  password: string;
  /** Of the second factor, for who has one. */
  code?: string;
}

export interface OpenedSession {
  token: string;
  expiresAt: Date;
  actor: Actor;
}

/** Sessions of people who logged in. The token is `society.secret`; the database keeps a hash of it. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    private readonly passwords: PasswordsService,
    private readonly attempts: AttemptsService,
    private readonly secondFactor: SecondFactorService,
    private readonly audit: AuditService,
  ) {}

  /** @throws login-refused, code-needed, too-many-attempts */
  async open({ society: name, email, password, code = '' }: Credentials, address: string): Promise<OpenedSession> {
    const society = await this.database.read(undefined, (tx) => this.societies.find(tx, name));
    if (society === undefined) {
      await this.passwords.matches(password, undefined);
      throw loginRefused();
    }
    const trial = { account: email.toLowerCase(), address };
    // Committed before the password is looked at: an attempt counts, however it ends.
    const person = await this.database.write(society, async (tx) => {
      await this.attempts.begin(tx, trial);
      return tx.findOneBy(Person, { societyId: society, email: trial.account });
    });
    const right = await this.passwords.matches(password, person?.passwordHash);
    if (!right || person === null || person.disabledAt !== null) throw loginRefused();
    return this.database.write(society, async (tx) => {
      // A wrong code counts as an attempt that failed: six digits can be guessed.
      if (!(await this.secondFactor.takes(tx, person, code))) throw codeNeeded();
      await this.attempts.succeed(tx, trial);
      const token = `${society}.${newSecret()}`;
      const [session] = await tx.query<{ expires_at: Date }[]>(
        `insert into identity.session (society_id, token_sha256, person_id, expires_at)
         values ($1, $2, $3, now() + make_interval(hours => $4)) returning expires_at`,
        [society, sha256(token), person.personId, HOURS],
      );
      const actor = actorOf(`person:${person.personId}`, society, person);
      await this.audit.record(tx, actor.id, { action: 'session.opened', subject: actor.id });
      return { token, expiresAt: session!.expires_at, actor };
    });
  }

  /** Whose session it is, while it lasts and the account is not disabled. */
  async find(token: string): Promise<Actor | undefined> {
    const society = societyOf(token);
    if (society === undefined) return undefined;
    const [row] = await this.database.read(society, (tx) =>
      tx.query<(Standing & { person: number })[]>(
        `select p.person_id as person, p.roles, p.licensee_id as "licenseeId", p.party_id as "partyId"
         from identity.session s join identity.person p on p.society_id = s.society_id and p.person_id = s.person_id
         where s.token_sha256 = $1 and s.society_id = $2
           and s.ended_at is null and s.expires_at > now() and p.disabled_at is null`,
        [sha256(token), society],
      ),
    );
    return row && actorOf(`person:${row.person}`, society, row);
  }

  async end(token: string): Promise<void> {
    const society = societyOf(token);
    if (society === undefined) return;
    await this.database.write(society, async (tx) => {
      const ended = await tx.query<[{ person_id: number }[], number]>(
        `update identity.session set ended_at = now()
         where token_sha256 = $1 and society_id = $2 and ended_at is null returning person_id`,
        [sha256(token), society],
      );
      const [row] = ended[0];
      if (row === undefined) return;
      const actor = `person:${row.person_id}`;
      await this.audit.record(tx, actor, { action: 'session.ended', subject: actor });
    });
  }
}

function societyOf(token: string): number | undefined {
  const [, society] = /^([1-9][0-9]{0,8})\./.exec(token) ?? [];
  return society === undefined ? undefined : Number(society);
}
