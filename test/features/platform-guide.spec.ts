import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandsOf, runScript } from '../support/guide.js';
import { LicensingDesk } from '../support/licensing-desk.js';
import { readPdf } from '../support/read-pdf.js';
import { TestService } from '../support/service.js';

const WHERE = 'SERVICE=https://rights.example\n';

let service: TestService;
let scratch: string;

beforeAll(async () => {
  service = await TestService.start();
  await service.work();
  scratch = mkdtempSync(join(tmpdir(), 'platform-'));
});
afterAll(async () => {
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  await service?.stop();
});

describe('docs/guides/platform.md', () => {
  it('can be followed command by command, from the question to the certificate and the first report', async () => {
    const desk = await LicensingDesk.in(service, { name: 'Society of Film Makers' });
    const licenseeId = await desk.licensee(desk.stream);
    const { id, secret } = await service.db.database.write(desk.society, (tx) =>
      service.accounts.addClient(
        tx,
        { society: desk.society, actor: 'cli:test' },
        { name: 'platform', roles: ['L'], licenseeId, partyId: null },
      ),
    );
    const commands = commandsOf('guides/platform.md');
    expect(commands).toContain(WHERE);
    const env = { ...process.env, ID: id, SECRET: secret, OFFICER: desk.tokens.LO };
    const script = commands.replace(WHERE, `SERVICE=${service.url}\n`);
    const { code, stdout, stderr } = await runScript(script, { cwd: scratch, env });
    expect([code, stderr]).toEqual([0, '']);
    for (const said of [
      '"inputs":[{"name":"outlets","label":"outlets","kind":"whole","needed":true}',
      '"amount":"3000.00","exact":"3000","steps":[{"what":',
      '"licensee":"Stream","state":"received"',
      '"state":"offered"',
      '"counts":true',
      '"state":"active"',
      '"licence":"L-2027-1","licensee":"溪流影视有限公司"',
      '"inForce":true',
      '"acceptedLines":"2","rejectedLines":"0","acceptedAtOnce":true',
      '"name":"q1.csv","nil":false',
    ]) {
      expect(stdout).toContain(said);
    }
    const { pages } = await readPdf(readFileSync(join(scratch, 'certificate.pdf')));
    expect(pages[0]).toContain('L-2027-1');
  });
});
