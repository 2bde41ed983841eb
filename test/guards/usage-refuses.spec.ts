import { attacks } from '../support/refusals.js';

const { refuses, forbids } = attacks();

describe('The database refuses usage', () => {
  const collection = (from: string, to: string) =>
    `insert into distribution.collection (code, ordinal, licence_id, period_start, period_end, amount_minor, currency, minor_units)
     values ('X', 2, 1, '${from}', '${to}', 1, 'EUR', 2)`;

  refuses([
    [
      'of a day that two collections of a licence hold',
      'collection_periods_apart',
      [collection('2026-03-31', '2026-04-01')],
    ],
    [
      'of a day within another collection of the licence',
      'collection_periods_apart',
      [collection('2026-02-01', '2026-02-01')],
    ],
    ['of a period that ends before it starts', 'collection_period_in_order', [collection('2027-02-02', '2027-02-01')]],
    [
      'told twice under one number',
      'usage_line_pkey',
      [
        `insert into usage.usage_line (line_id, item_id, use_id, used_on, quantity)
         values (10000000002, 10000000002, 10000000002, '2026-04-15', 100)`,
      ],
    ],
    [
      'below zero',
      'usage_line_quantity_not_negative',
      [
        `insert into usage.usage_line (line_id, item_id, use_id, used_on, quantity)
         values (10000000003, 10000000002, 10000000002, '2026-04-15', -1)`,
      ],
    ],
    [
      'reported twice under one name',
      'usage_report_name_unique',
      [`insert into usage.usage_report (name) values ('usage/q1.csv')`],
    ],
  ]);

  const report = (from: string, to: string, revision: number) =>
    `insert into usage.usage_report (name, licence_id, period_start, period_end, revision, content_sha256)
     values ('r', 1, '${from}', '${to}', ${revision}, 'hash')`;
  /** A step of the report of that revision. */
  const step = (revision: number, state: string, more = 'null') =>
    `insert into usage.report_event
       (usage_report_id, ordinal, state, actor, reason, accepted_lines, rejected_lines)
     select r.usage_report_id, 1 + count(e.ordinal), '${state}', 'lena', ${more},
       ${state === 'validated' ? '1, 0' : 'null, null'}
     from usage.usage_report r left join usage.report_event e on e.usage_report_id = r.usage_report_id
     where r.revision = ${revision} group by r.usage_report_id`;
  const april = (revision: number) => report('2026-04-01', '2026-04-30', revision);
  const accepted = (revision: number) => ['received', 'validated', 'accepted'].map((state) => step(revision, state));

  refuses([
    ['reported twice in one revision', 'usage_report_revision_once', [april(1), april(1)]],
    [
      'of a period that crosses another',
      'usage_report_periods_apart',
      [april(1), report('2026-04-30', '2026-05-31', 1)],
    ],
    ['of a period that ends before it starts', 'usage_report_period_in_order', [report('2026-05-02', '2026-05-01', 1)]],
    ['that is accepted before it is validated', 'report_state_follows', [april(1), step(1, 'accepted')]],
    [
      'that is accepted in two revisions',
      'report_accepted_once_a_period',
      [april(1), april(2), ...accepted(1), ...accepted(2)],
    ],
    [
      'that comes back behind a later revision',
      'report_accepted_in_order',
      [april(1), april(2), april(3), ...accepted(2), step(2, 'superseded'), ...accepted(1)],
    ],
    ['that is superseded by nothing', 'report_superseded_by_higher', [april(1), ...accepted(1), step(1, 'superseded')]],
    [
      'that is rejected without a reason',
      'report_event_rejected_with_reason',
      [april(1), step(1, 'received'), step(1, 'rejected')],
    ],
    [
      'that is validated without figures',
      'report_event_validated_with_figures',
      [april(1), step(1, 'received'), step(1, 'validated').replace('1, 0', 'null, null')],
    ],
    [
      'of a period that was distributed',
      'report_not_of_distributed_period',
      [report('2026-03-01', '2026-03-31', 1), ...accepted(1)],
    ],
  ]);

  const imported = (from: string, to: string) =>
    `insert into usage.imported_days (usage_report_id, licence_id, days)
     values (1, 1, datemultirange(daterange('${from}', '${to}', '[]')))`;
  refuses([
    [
      'that is imported for days of which a report is there',
      'imported_days_not_reported',
      [april(1), ...accepted(1), imported('2026-04-30', '2026-05-01')],
    ],
    [
      'that is reported for days of which an import is there',
      'report_not_imported_before',
      [imported('2026-04-30', '2026-05-01'), april(1), ...accepted(1)],
    ],
    ['that is imported for a distributed day', 'imported_days_not_distributed', [imported('2026-03-31', '2026-04-30')]],
    [
      'that is imported twice',
      'imported_days_pkey',
      [imported('2026-04-01', '2026-04-01'), imported('2026-05-01', '2026-05-01')],
    ],
  ]);

  forbids([
    ['whose history is changed', `update usage.report_event set state = 'accepted'`],
    ['whose history is deleted', 'delete from usage.report_event'],
    ['whose imported days are changed', `update usage.imported_days set days = '{}'`],
    ['whose imported days are deleted', 'delete from usage.imported_days'],
    ['that is changed', 'update usage.usage_line set quantity = 0'],
    ['that is deleted', 'delete from usage.usage_line'],
    ['whose rejections are deleted', 'delete from usage.rejected_line'],
  ]);
});
