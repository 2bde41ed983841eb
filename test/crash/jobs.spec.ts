import { setTimeout as sleep } from 'node:timers/promises';
import { LicencesService } from '../../src/licensing/index.js';
import { startWorking } from '../support/command.js';
import { TestService } from '../support/service.js';

const LINES = 60_000;

let service: TestService;
let society: number;
let token: string;

beforeAll(async () => {
  // Requests are answered here, and jobs are done by processes of their own: serve --no-jobs beside work.
  service = await TestService.start();
  society = await service.society('Society of Film Makers');
  const licences = service.app.get(LicencesService, { strict: false });
  await service.db.database.write(society, (tx) =>
    licences.add(tx, society, [
      {
        ...{ code: 'L1', licensee: 'Stream', useTypes: ['svod'], territoriesExcept: true, territoryCodes: [] },
        ...{ validFrom: '2026-01-01', validTo: '2026-12-31', currency: 'EUR', metric: 'views' },
      },
    ]),
  );
  token = await service.token(society, ['L'], { licenseeId: 1 });
});
afterAll(() => service?.stop());

const startWorker = () => startWorking(service.db.environment);

function report(): string {
  const lines = Array.from({ length: LINES }, (_, i) => `L1,svod,FR,2026-02-01,1,r-${i},Film ${i},1999`);
  return `licence_id,use_type,territory,used_on,views,resource_id,title,year\n${lines.join('\n')}\n`;
}

describe('A report whose worker is killed while it reads', () => {
  it('is read by another worker, its lines counting once; and a worker that is told to stop ends with 0', async () => {
    const doomed = await startWorker();
    const accepted = await service.call(
      'POST',
      '/v1/usage-reports?licence=L1&periodStart=2026-01-01&periodEnd=2026-03-31',
      { token, body: report(), headers: { 'Content-Type': 'text/csv' } },
    );
    expect(accepted.status).toBe(202);
    const job = accepted.headers.get('Location')!;
    while ((await service.call('GET', job, { token })).json.state === 'queued') await sleep(5);
    doomed.child.kill('SIGKILL');
    await doomed.ended;
    // The test says something only if the job was not done by then.
    expect((await service.call('GET', job, { token })).json.state).toBe('running');
    const heir = await startWorker();
    const ended = await service.ended(accepted, token);
    expect(ended.json).toMatchObject({ state: 'done', result: { state: 'accepted', acceptedLines: String(LINES) } });
    const [{ lines }] = await service.db.database.read(society, (tx) =>
      tx.query<[{ lines: string }]>('select count(*) as lines from usage.usage_line'),
    );
    expect(lines).toBe(String(LINES));
    heir.child.kill('SIGTERM');
    expect((await heir.ended).code).toBe(0);
  }, 120_000);
});
