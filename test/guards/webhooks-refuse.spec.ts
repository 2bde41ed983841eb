import { Attacker } from '../support/attack.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { newSociety } from '../support/society.js';

const SOCIETY = 1;

let db: TestDatabase;
let attacker: Attacker;

beforeAll(async () => {
  db = await cloneDatabase();
  await newSociety(db.dataSource, 'Society');
  await db.database.write(SOCIETY, async (tx) => {
    await tx.query(`insert into licensing.licensee (name) values ('Stream')`);
    await tx.query('insert into webhooks.endpoint default values');
    await tx.query(
      `insert into webhooks.endpoint_version (endpoint_id, version, url, enabled, actor)
       values (1, 1, 'https://a.example', true, 'cli:x')`,
    );
    await tx.query(`select webhooks.announce('[{"type":"job.done","subject":"1","body":"{}"},
      {"type":"job.done","subject":"2","body":"{}"}]')`);
    await tx.query(
      `update webhooks.delivery set state = 'dead', due_at = null, ended_at = now() where delivery_id = 1`,
    );
  });
  attacker = await Attacker.connect(db.url);
});
afterAll(async () => {
  await attacker?.close();
  await db?.drop();
});

describe('Of webhooks the database refuses', () => {
  it.each([
    [
      'that a delivery that has ended is changed',
      `update webhooks.delivery set state = 'pending', due_at = now(), ended_at = null where state = 'dead'`,
      'delivery_ended_for_good',
    ],
    [
      'a delivery that is dead and still due',
      `update webhooks.delivery set state = 'dead' where state = 'pending'`,
      'delivery_due_until_it_ended',
    ],
    [
      'an endpoint that hears nothing',
      `insert into webhooks.endpoint_version (endpoint_id, version, url, event_types, enabled, actor) values (1, 99, 'https://a.example', '{}', true, 'cli:x')`,
      'endpoint_version_hears_something',
    ],
    [
      'an endpoint that is no url of the web',
      `insert into webhooks.endpoint_version (endpoint_id, version, url, enabled, actor) values (1, 99, 'file:///etc/passwd', true, 'cli:x')`,
      'endpoint_version_url_of_the_web',
    ],
    [
      'a secret that can be guessed',
      `insert into webhooks.endpoint_secret (endpoint_id, ordinal, secret) values (1, 99, 'short')`,
      'endpoint_secret_long_enough',
    ],
    [
      'an endpoint of two owners',
      `insert into webhooks.endpoint (licensee_id, party_id) values (1, 1)`,
      'endpoint_has_one_owner',
    ],
    [
      'an attempt that was neither answered nor failed',
      `insert into webhooks.attempt (delivery_id, ordinal, begun_at, milliseconds) values (1, 99, now(), 1)`,
      'attempt_was_answered_or_failed',
    ],
    [
      'a long answer of an endpoint',
      `insert into webhooks.attempt (delivery_id, ordinal, begun_at, milliseconds, status, response) values (1, 99, now(), 1, 200, repeat('x', 1001))`,
      'attempt_response_cut_short',
    ],
  ])('%s', async (_what, statement, constraint) => {
    expect(await attacker.try(SOCIETY, [statement])).toMatchObject({ constraint });
  });
});
