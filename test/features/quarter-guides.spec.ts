import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LicencesService } from '../../src/licensing/index.js';
import { ProfileService } from '../../src/profile/index.js';
import { commandsOf, runScript } from '../support/guide.js';
import { readPdf } from '../support/read-pdf.js';
import { TestService } from '../support/service.js';

const WHERE = 'SERVICE=https://rights.example\n';

let service: TestService;
let society: number;
let scratch: string;

beforeAll(async () => {
  service = await TestService.start();
  await service.work();
  society = await service.society('Society of Film Makers');
  scratch = mkdtempSync(join(tmpdir(), 'quarter-'));
  await furnish();
});
afterAll(async () => {
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  await service?.stop();
});

const FILES = {
  parties: 'party_id,name,kind\njade-river,玉河电影制片厂,organisation\nchen,Chen Yue,person\n',
  works: 'work_id,title,year\npaper-kite,The Paper Kite,2019\njade,Jade River,2021\n',
  claims: `claim_id,work_id,party_id,right,share
k1,paper-kite,jade-river,making_available,60
k2,paper-kite,chen,making_available,40
j1,jade,chen,making_available,50
`,
};

async function furnish(): Promise<void> {
  const officer = await service.token(society, ['RO']);
  for (const [kind, body] of Object.entries(FILES)) {
    const headers = { 'Content-Type': 'text/csv' };
    const taken = await service.call('POST', `/v1/imports?kind=${kind}`, { token: officer, body, headers });
    expect([taken.status, taken.text]).toEqual([200, expect.anything()]);
  }
  await service.db.database.write(society, async (tx) => {
    const choice = { jurisdiction: 'EU', validFrom: '2020-01-01', reason: 'seat' } as const;
    await service.app.get(ProfileService, { strict: false }).follow(tx, 'cli:test', choice);
    await service.app.get(LicencesService, { strict: false }).add(tx, society, [
      {
        ...{ code: 'stream-2026', licensee: 'Stream', useTypes: ['svod'], territoriesExcept: true, territoryCodes: [] },
        ...{ validFrom: '2026-01-01', validTo: '2026-12-31', currency: 'CNY', metric: 'views' },
      },
    ]);
  });
}

async function numberOf(table: string, where: string): Promise<number> {
  const [noun] = table.split('.').slice(-1);
  const [row] = await service.db.database.read(society, (tx) =>
    tx.query<{ id: number }[]>(`select ${noun}_id as id from ${table} where ${where}`),
  );
  return row!.id;
}

/** What a page says when it is followed, having been followed to its end. */
async function followed(page: string, env: Record<string, string>): Promise<string> {
  const commands = commandsOf(page);
  expect(commands).toContain(WHERE);
  const script = commands.replace(WHERE, `SERVICE=${service.url}\n`);
  const { code, stdout, stderr } = await runScript(script, { cwd: scratch, env: { ...process.env, ...env } });
  expect([code, stderr, stdout.slice(-700)]).toEqual([0, '', expect.any(String)]);
  return stdout;
}

describe('docs/guides/quarter.md', () => {
  it('can be followed command by command, from the report to the statements', async () => {
    const licenseeId = await numberOf('licensing.licensee', `name = 'Stream'`);
    const stdout = await followed('guides/quarter.md', {
      PLATFORM: await service.token(society, ['L'], { licenseeId }),
      FINANCE: await service.token(society, ['FO']),
      OFFICER: await service.token(society, ['DO']),
      LICENSING: await service.token(society, ['LO']),
      APPROVER: await service.token(society, ['AP']),
    });
    for (const said of [
      '"acceptedLines":"3","rejectedLines":"0","acceptedAtOnce":true',
      '{"items":[],"next":null}',
      '"state":"accepted"',
      '"bankReference":"SEPA 0071"',
      'stream-2026Q1,deduction,fee,CNY,100.00',
      'stream-2026Q1,party,chen,CNY,292.50',
      'stream-2026Q1,party,jade-river,CNY,270.00',
      'stream-2026Q1,suspense,unclaimed,CNY,112.50',
      'stream-2026Q1,suspense,unidentified,CNY,225.00',
      '"gate":"unidentified_share"',
      '"state":"approved"',
      '"state":"posted"',
      '"action":"distribution.posted"',
    ]) {
      expect(stdout).toContain(said);
    }
  });
});

describe('docs/guides/holder.md', () => {
  it('can be followed after it, from the amount to the usage line', async () => {
    const partyId = await numberOf('repertoire.party', `code = 'chen'`);
    const { id: ID, secret: SECRET } = await service.db.database.write(society, (tx) =>
      service.accounts.addClient(
        tx,
        { society, actor: 'cli:test' },
        { name: 'holder', roles: ['H'], licenseeId: null, partyId },
      ),
    );
    const stdout = await followed('guides/holder.md', { ID, SECRET });
    for (const said of ['"id":"paper-kite"', '"share":"40"', 'as it was issued\n', '292.50', '"title"', 'unclaimed']) {
      expect(stdout).toContain(said);
    }
    expect(stdout).not.toContain('jade-river');
    const { pages } = await readPdf(readFileSync(join(scratch, 'statement.pdf')));
    expect(pages[0]).toContain('Chen Yue');
  });
});
