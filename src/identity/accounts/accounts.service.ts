import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { readably } from '../../platform/database/constraint.js';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { AuditService } from '../audit/audit.service.js';
import { ApiClient } from '../clients/api-client.entity.js';
import { type MadeSecret, makeSecret } from '../clients/client-secrets.js';
import { accountExists, accountInvalid, accountNotFound, clientNotFound } from '../identity.errors.js';
import type { Standing } from '../roles.js';
import { emailFaults, passwordFaults, standingFaults } from './account-faults.js';
import { PasswordsService } from './passwords.service.js';
import { Person } from './person.entity.js';
import { SecondFactorService } from './second-factor.service.js';

/** Who acts, and in which society. */
export interface Doer {
  society: number;
  actor: string;
}

/** People and API clients of a society: made, changed and shut out, each with a line in the audit trail. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly secondFactor: SecondFactorService,
    private readonly audit: AuditService,
  ) {}

  /** @throws account-invalid with every fault, account-exists */
  async addPerson(tx: Tx, doer: Doer, person: Standing & { email: string; password: string }): Promise<void> {
    const { password, roles, licenseeId, partyId } = person;
    const email = person.email.toLowerCase();
    refuse([...emailFaults(email), ...passwordFaults(password), ...standingFaults(person)]);
    const passwordHash = await this.passwords.hash(password);
    const row = { email, passwordHash, roles: [...roles], licenseeId, partyId };
    await readably(insertRows(tx, Person, [row]), { person_email_unique: accountExists });
    const after = { roles, licenseeId, partyId };
    await this.audit.record(tx, doer.actor, { action: 'person.added', subject: email, after });
  }

  /** Sets a new password and ends the sessions of the old one. @throws account-not-found, account-invalid */
  async setPassword(tx: Tx, doer: Doer, email: string, password: string): Promise<void> {
    refuse(passwordFaults(password));
    const person = await this.#person(tx, doer, email);
    const passwordHash = await this.passwords.hash(password);
    await tx.update(Person, { personId: person.personId, societyId: doer.society }, { passwordHash });
    await endSessions(tx, person.personId);
    await this.audit.record(tx, doer.actor, { action: 'person.password-set', subject: person.email });
  }

  /** @throws account-not-found */
  async disablePerson(tx: Tx, doer: Doer, email: string, reason: string): Promise<void> {
    const person = await this.#person(tx, doer, email);
    await tx.update(Person, { personId: person.personId, societyId: doer.society }, { disabledAt: () => 'now()' });
    await endSessions(tx, person.personId);
    await this.audit.record(tx, doer.actor, { action: 'person.disabled', subject: person.email, reason });
  }

  /** @returns the otpauth:// address for an authenticator, which is shown once. @throws account-not-found */
  async addSecondFactor(tx: Tx, doer: Doer, email: string, societyName: string): Promise<string> {
    const person = await this.#person(tx, doer, email);
    const address = await this.secondFactor.set(tx, person, societyName);
    await this.audit.record(tx, doer.actor, { action: 'person.second-factor-set', subject: person.email });
    return address;
  }

  /** For who lost the telephone. @throws account-not-found */
  async removeSecondFactor(tx: Tx, doer: Doer, email: string, reason: string): Promise<void> {
    const person = await this.#person(tx, doer, email);
    await this.secondFactor.remove(tx, person);
    await this.audit.record(tx, doer.actor, { action: 'person.second-factor-removed', subject: person.email, reason });
  }

  people(tx: Tx, society: number): Promise<Person[]> {
    return tx.find(Person, { where: { societyId: society }, order: { email: 'asc' } });
  }

  /** @returns the client's id and its secret, which is kept nowhere. @throws account-invalid, account-exists */
  async addClient(tx: Tx, doer: Doer, client: Standing & { name: string }): Promise<{ id: string; secret: string }> {
    refuse([...(client.name.trim() === '' ? ['a name is missing'] : []), ...standingFaults(client)]);
    const { name, roles, licenseeId, partyId } = client;
    const clientId = `${doer.society}.${randomBytes(12).toString('base64url')}`;
    const row = { clientId, name, roles: [...roles], licenseeId, partyId };
    await readably(insertRows(tx, ApiClient, [row]), { api_client_name_unique: accountExists });
    const { secret } = await makeSecret(tx, clientId, 0);
    const after = { name, roles, licenseeId, partyId };
    await this.audit.record(tx, doer.actor, { action: 'client.added', subject: clientId, after });
    return { id: clientId, secret };
  }

  /**
   * Gives a client a new secret; the one before it is good for some hours more.
   * @param renewal the hours, from 0 to 168
   * @throws client-not-found
   */
  async renewClientSecret(
    tx: Tx,
    doer: Doer,
    clientId: string,
    renewal: { formerHours: number; reason: string },
  ): Promise<MadeSecret> {
    const which = { clientId, societyId: doer.society, revokedAt: IsNull() };
    // Locked, since of two renewals at once each would number its secret the same.
    const client = await tx.findOne(ApiClient, { where: which, lock: { mode: 'pessimistic_write' } });
    if (client === null) throw clientNotFound(clientId);
    const made = await makeSecret(tx, clientId, renewal.formerHours);
    const after = { formerUntil: made.formerUntil };
    const deed = { action: 'client.secret-renewed', subject: clientId, reason: renewal.reason, after };
    await this.audit.record(tx, doer.actor, deed);
    return made;
  }

  /** Its last token is over after some minutes. @throws client-not-found */
  async revokeClient(tx: Tx, doer: Doer, clientId: string, reason: string): Promise<void> {
    const which = { clientId, societyId: doer.society, revokedAt: IsNull() };
    const { affected } = await tx.update(ApiClient, which, { revokedAt: () => 'now()' });
    if (affected !== 1) throw clientNotFound(clientId);
    await this.audit.record(tx, doer.actor, { action: 'client.revoked', subject: clientId, reason });
  }

  clients(tx: Tx, society: number): Promise<ApiClient[]> {
    return tx.find(ApiClient, { where: { societyId: society }, order: { name: 'asc' } });
  }

  async #person(tx: Tx, { society }: Doer, email: string): Promise<Person> {
    const person = await tx.findOneBy(Person, { societyId: society, email: email.toLowerCase() });
    if (person === null) throw accountNotFound(`An account ${email}`);
    return person;
  }
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw accountInvalid(faults);
}

async function endSessions(tx: Tx, personId: number): Promise<void> {
  await tx.query('update identity.session set ended_at = now() where person_id = $1 and ended_at is null', [personId]);
}
