import { addDays } from '../../src/kernel/calendar-day.js';
import { RemindTask, ReportsService } from '../../src/usage/index.js';
import { UsageService } from '../../src/usage/usage.service.js';
import type { ReportDutyRow } from '../../src/usage/duties/report-duty.dto.js';
import { reportDutyList } from '../../src/usage/duties/report-duty-list.js';
import { AnnouncementsService } from '../../src/webhooks/index.js';
import { LicensingHouse, OFFICER } from '../support/licensing.js';

let house: LicensingHouse;
let reports: ReportsService;
let remind: RemindTask;

beforeAll(async () => {
  house = await LicensingHouse.open();
  const { licences } = house.services;
  reports = new ReportsService(licences, new UsageService(licences), new AnnouncementsService());
  remind = new RemindTask(house.db.database, new AnnouncementsService());
  await house.active('quarterly', { validFrom: '2026-01-01', validTo: '2026-12-31', reportEveryMonths: 3 });
  await house.draft('draft');
});
afterAll(() => house?.close());

async function duties(day: string): Promise<string[]> {
  const plan = reportDutyList({ licence: 'quarterly' } as never, day);
  const rows = await house.act((tx) => tx.query<ReportDutyRow[]>(`${plan.select} order by due`, [...plan.parameters]));
  return rows.map(
    ({ periodStart, periodEnd, dueOn, state, remindedAt, overdueAt }) =>
      `${periodStart}..${periodEnd} by ${dueOn} ${state}${remindedAt ? ' reminded' : ''}${overdueAt ? ' told' : ''}`,
  );
}

function report(periodStart: string, periodEnd: string, contentSha256: string | null = null) {
  const wanted = { licence: 'quarterly', periodStart, periodEnd, name: 'r', contentSha256 };
  return house.act((tx) => reports.receive(tx, house.society, wanted, 'stream'));
}

const NOON = 'T12:00:00Z';
const calendar = (day: string) => remind.run(house.society, new Date(day + NOON));

describe('The calendar of a licence', () => {
  it('has the periods that have begun, each due some days after its end as the rule profile says', async () => {
    expect(await duties('2025-12-31')).toEqual([]);
    expect(await duties('2026-04-01')).toEqual([
      '2026-01-01..2026-03-31 by 2026-04-30 due',
      '2026-04-01..2026-06-30 by 2026-07-30 running',
    ]);
    expect(await duties('2027-06-01')).toHaveLength(4);
  });

  it('reminds some days before, and says once when a report is late', async () => {
    await calendar('2026-04-22');
    expect((await duties('2026-04-22'))[0]).toBe('2026-01-01..2026-03-31 by 2026-04-30 due');
    await calendar('2026-04-23');
    await calendar('2026-04-24');
    expect((await duties('2026-04-24'))[0]).toBe('2026-01-01..2026-03-31 by 2026-04-30 due reminded');
    await calendar('2026-05-01');
    await calendar('2026-05-02');
    expect((await duties('2026-05-02'))[0]).toBe('2026-01-01..2026-03-31 by 2026-04-30 overdue reminded told');
  });

  it('counts a period as reported when each of its days is, and as accepted when those reports count', async () => {
    await report('2026-01-01', '2026-01-31');
    await report('2026-02-01', '2026-02-28');
    expect((await duties('2026-05-02'))[0]).toContain('overdue');
    const march = await report('2026-03-01', '2026-03-31', 'a'.repeat(64));
    expect((await duties('2026-05-02'))[0]).toContain('reported');
    await house.act((tx) => reports.reject(tx, march, 'lena', 'unreadable'));
    expect((await duties('2026-05-02'))[0]).toContain('overdue');
    await report('2026-03-01', '2026-03-31');
    expect((await duties('2026-05-02'))[0]).toContain('accepted');
  });

  it('ends with a licence that is terminated', async () => {
    const { licenceId } = await house.active('short', { validFrom: '2026-01-01', validTo: '2027-12-31' });
    await house.act((tx) => house.services.grants.terminate(tx, house.society, OFFICER, licenceId, 'unpaid for long'));
    const plan = reportDutyList({ licence: 'short' } as never, '2027-12-31');
    const rows = await house.act((tx) =>
      tx.query<ReportDutyRow[]>(`${plan.select} order by due`, [...plan.parameters]),
    );
    const today = new Date().toISOString().slice(0, 10);
    expect(rows.at(-1)!.periodEnd).toBe(today);
    expect(addDays(rows.at(-1)!.periodEnd, 30)).toBe(rows.at(-1)!.dueOn);
  });
});

describe('The database', () => {
  it.each([
    ['a reminder of another kind', `'nagging', '2026-01-01', '2026-03-31', '2026-04-30'`, 'reminder_kind_known'],
    ['one before the period is over', `'due', '2026-01-01', '2026-03-31', '2026-03-31'`, 'reminder_period_in_order'],
  ])('refuses %s', async (_what, values, constraint) => {
    const insert = house.act((tx) =>
      tx.query(
        `insert into usage.reminder (licence_id, kind, period_start, period_end, due_on)
         select licence_id, ${values} from licensing.licence where code = 'draft'`,
      ),
    );
    await expect(insert).rejects.toMatchObject({ driverError: { constraint } });
  });
});
