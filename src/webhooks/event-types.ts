/** What an event is about, in a sentence, and its data as an example that is sent in this form. */
interface Description {
  summary: string;
  example: object;
}

const JOB = {
  ...{ id: '17', kind: 'usage-report.read', askedBy: 'client:1.k3yXb0', askedAt: '2026-11-25T12:00:00.000Z' },
  ...{ startedAt: '2026-11-25T12:00:00.020Z', endedAt: '2026-11-25T12:00:40.310Z' },
};

const LICENCE = {
  ...{ id: 'L-2027-1', licensee: 'Example Stream', state: 'offered', useTypes: ['rental'], territories: 'CN' },
  ...{ validFrom: '2027-01-01', validTo: '2027-12-31', metric: 'views', currency: 'CNY', imported: false },
  ...{ exclusive: false, reportEveryMonths: 3, statementConsent: true, fee: '3000.00', quote: '1' },
  quoteSha256: '9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495',
  ...{ offerValidUntil: '2026-12-25', application: '1', renews: null, version: 3 },
};

const REPORT = {
  ...{ id: '12', licence: 'L-2027-1', licensee: 'Example Stream', periodStart: '2027-01-01', periodEnd: '2027-03-31' },
  ...{ revision: 1, name: 'first quarter.csv', nil: false },
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ...{ state: 'accepted', receivedAt: '2027-04-10T08:00:00.000Z', acceptedLines: '1250', rejectedLines: '3' },
  reason: null,
};

const DUTY = {
  ...{ licence: 'L-2027-1', licensee: 'Example Stream', periodStart: '2027-01-01', periodEnd: '2027-03-31' },
  ...{ dueOn: '2027-04-30', state: 'due' },
};

const ABOUT_DISPUTE = {
  ...{ id: '41', at: '2026-11-25T09:30:00.000Z', party: 'jade-river', kind: 'dispute.notified', dispute: '17' },
  ...{ mandate: null, work: 'paper-kite', due: '2027-01-24' },
};

const ABOUT_MANDATE = {
  ...ABOUT_DISPUTE,
  ...{ kind: 'mandate.active', dispute: null, mandate: 'm01', work: null, due: null },
};

const FEED_ENTRY = {
  ...{ number: 17, id: '5', source: 'official', state: 'listed', authority: 'National Copyright Administration' },
  ...{ year: 2026, batch: '12', listedOn: '2026-11-20', title: '纸鸢', alternativeTitles: ['The Paper Kite'] },
  ...{ productionYear: 2026, eidr: '10.5240/6E64DC3CD6089065C314R', isan: null, imdb: null },
  releases: [
    {
      ...{ territories: 'CN', releasedOn: '2027-02-06', lastDay: '2027-05-06', timeZone: 'Asia/Shanghai' },
      ...{ opensAt: '2027-02-05T16:00:00.000Z', closesAt: '2027-05-06T16:00:00.000Z' },
    },
  ],
};

const LISTING = {
  ...{ id: '5', work: 'paper-kite', title: '纸鸢', source: 'official', state: 'proposed' },
  ...{ since: '2026-11-10T09:30:00.000Z', reason: 'The release is in three months', proposedBy: 'jade-river' },
  ...{ authority: null, year: null, batch: null, listedOn: null, releases: FEED_ENTRY.releases },
  ...{ evidence: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'], version: 1 },
};

const LISTING_DUTY = {
  ...{ id: '12', listing: '5', title: '纸鸢', service: 'example-videos', platform: 'Example Stream', kind: 'content' },
  ...{ task: 'no_offer_in_release', assignedAt: '2026-11-25T09:30:00.000Z', dueAt: '2026-11-26T09:30:00.000Z' },
  ...{ state: 'assigned', since: '2026-11-25T09:30:00.000Z', late: false, reason: 'its work stands on the list' },
};

/** Of a licence: its licensee and the society are told, and `data` is the licence. */
function ofLicence<State extends string>(state: State, became: string) {
  const version = state === 'offered' ? 3 : 4;
  return { summary: `${became} Told to its licensee and to the society.`, example: { ...LICENCE, state, version } };
}

/** Of a report: its licensee is told, and `data` is the report. */
function ofReport(became: string, more: object = {}) {
  return { summary: `${became} Told to the licensee.`, example: { ...REPORT, ...more } };
}

/** What a party is told of, whose notification is `data`. */
function ofDispute(kind: string, became: string, due: string | null) {
  return { summary: `${became} Told to each of its parties.`, example: { ...ABOUT_DISPUTE, kind, due } };
}

function ofMandate(kind: string, became: string, due: string | null) {
  return { summary: `${became} Told to its party.`, example: { ...ABOUT_MANDATE, kind, due } };
}

/**
 * Every type of event: a noun of the API and what became of it. To add one, describe it here and call
 * AnnouncementsService.announce in the transaction in which it happens; the OpenAPI document shows it by itself.
 */
export const EVENT_TYPES = {
  'application.answered': {
    summary:
      'An application was answered: by an offer, a refusal with a code, or a request for what is missing. Told to the licensee.',
    example: {
      ...{ id: '1', licensee: 'Example Stream', state: 'offered', tariff: 'rental', useTypes: ['rental'] },
      ...{ territories: 'CN', validFrom: '2027-01-01', validTo: '2027-12-31', exclusive: false, metric: 'views' },
      ...{ inputs: { outlets: '15', years: '1' }, answerDue: null, overdue: false, missing: [], refusalCode: null },
      ...{ reason: 'licence L-2027-1 offered', licence: 'L-2027-1' },
    },
  },
  'licence.offered': ofLicence('offered', 'A licence is on offer; accept it by its `quoteSha256`.'),
  'licence.activated': ofLicence('active', 'An offer was accepted, and its certificate issued.'),
  'licence.withdrawn': ofLicence('withdrawn', 'An offer was taken back.'),
  'licence.lapsed': ofLicence('lapsed', 'An offer was not accepted in time.'),
  'licence.suspended': ofLicence('suspended', 'A licence was suspended; its history says why.'),
  'licence.resumed': ofLicence('active', 'A suspension has ended.'),
  'licence.expired': ofLicence('expired', 'The term of a licence is over.'),
  'licence.terminated': ofLicence('terminated', 'A licence was ended before its term.'),
  'usage-report.due': { summary: 'A usage report will soon be due. Told to the licensee, once.', example: DUTY },
  'usage-report.overdue': {
    summary: 'A usage report is late. Told to the licensee, once.',
    example: { ...DUTY, state: 'overdue' },
  },
  'usage-report.validated': ofReport('The lines of a report were read.', { state: 'validated' }),
  'usage-report.accepted': ofReport('A report was accepted: its lines count.'),
  'usage-report.rejected': ofReport('A report was rejected; `reason` says why.', {
    state: 'rejected',
    reason: 'The views are those of another service',
  }),
  'dispute.notified': ofDispute('dispute.notified', 'Claims are disputed, or a claim has joined.', '2027-01-24'),
  'dispute.recommended': ofDispute('dispute.recommended', 'The society recommends how to solve it.', '2027-03-25'),
  'dispute.resolved': ofDispute('dispute.resolved', 'A dispute was resolved.', null),
  'dispute.expired': ofDispute('dispute.expired', 'A dispute expired without being resolved.', null),
  'mandate.active': ofMandate('mandate.active', 'A mandate came into force.', null),
  'mandate.notice-given': ofMandate('mandate.notice_given', 'The society recorded a notice.', '2027-05-25'),
  'mandate.ended': ofMandate('mandate.ended', 'A mandate has ended.', '2027-05-25'),
  'distribution.posted': {
    summary: 'A distribution was put into the books, and its statements issued. Told to the society.',
    example: {
      ...{ id: '7', kind: 'normal', state: 'posted', since: '2026-11-25T09:30:00.000Z', ruleSet: '1' },
      ...{ collections: ['2026-Q1-stream'], reverses: null, reversedBy: null, adjusts: null },
    },
  },
  'statement.issued': {
    summary: 'A statement was issued. Told to its party.',
    example: {
      ...{ id: '12', party: 'jade-river', partyName: '玉河电影制片厂', distribution: '7' },
      ...{ issuedAt: '2026-11-25T09:30:00.000Z', totals: [{ currency: 'CNY', amount: '1200.00' }], lines: 120 },
      csvSha256: '6f5902ac237024bdd0c176cb93063dc4a0ab1ed5a1b1f0c7de1b2c3d4e5f6a7b',
      ...{ reverses: null, reversedBy: null, adjusts: null },
    },
  },
  'listing.proposed': {
    summary: 'A work was proposed for the early-warning list. Told to the society.',
    example: LISTING,
  },
  'listing.stepped': {
    summary:
      'A proposal was submitted, listed, declined, delisted, or its releases changed. Told to the holder that made it.',
    example: { ...LISTING, state: 'submitted', reason: 'sent with the batch of December', version: 2 },
  },
  'listing.changed': {
    summary:
      'The early-warning list has changed: `data` is the entry of the feed. Told to every platform with a service, and to the society.',
    example: FEED_ENTRY,
  },
  'listing.licence-warning': {
    summary: 'A licence covers a listed film while it is in theatres. Told to its licensee and to the society, once.',
    example: {
      ...{ id: '3', listing: '5', title: '纸鸢', source: 'official', licence: 'L-2027-1', licensee: 'Example Stream' },
      ...{ firstDay: '2027-02-06', lastDay: '2027-05-06', foundAt: '2026-11-25T09:30:00.000Z' },
    },
  },
  'listing-duty.assigned': {
    summary: 'A listing asks something of a service. Told to its platform.',
    example: LISTING_DUTY,
  },
  'listing-duty.overdue': {
    summary: 'The time to do it is over. Told to the platform and to the society.',
    example: {
      ...LISTING_DUTY,
      state: 'overdue',
      since: '2026-11-26T10:07:00.000Z',
      late: true,
      reason: 'its time is over',
    },
  },
  'listing-duty.done': {
    summary: 'A service has done what a listing asks of it. Told to the platform and to the society.',
    example: {
      ...{ ...LISTING_DUTY, state: 'done', since: '2026-11-25T11:00:00.000Z' },
      reason: 'the title and its spellings are blocked at upload',
    },
  },
  'job.done': {
    summary: 'Work that was asked for is done. Told to the side that asked: platform, holder or society.',
    example: {
      ...JOB,
      state: 'done',
      progress: { done: '1000000', total: '1000000', expectedAt: null },
      ...{ result: { report: '7' }, problem: null },
    },
  },
  'job.failed': {
    summary: 'Work that was asked for cannot be done, and `problem` says why. Told to the side that asked.',
    example: {
      ...JOB,
      state: 'failed',
      progress: { done: '0', total: null, expectedAt: null },
      result: null,
      problem: {
        code: 'job-given-up',
        detail: 'The job was begun several times and never came to its end.',
        details: [],
      },
    },
  },
  'webhook-endpoint.disabled': {
    summary: 'The service sends nothing more to an endpoint that failed for too long. Told to the society.',
    example: {
      ...{ id: '3', url: 'https://platform.example.org/cineledger', owner: 'licensee' },
      reason: 'No attempt has succeeded for five days.',
    },
  },
} as const satisfies Record<string, Description>;

export type EventType = keyof typeof EVENT_TYPES;
export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as EventType[];

/** The part of the OpenAPI document that says what is sent to the endpoints of those who registered one. */
export function webhookDocument(): Record<string, object> {
  return Object.fromEntries(EVENT_TYPE_NAMES.map((type) => [type, { post: operationOf(type, EVENT_TYPES[type]) }]));
}

function operationOf(type: EventType, { summary, example }: Description): object {
  const header = (name: string, description: string) => ({
    ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
  });
  return {
    summary,
    parameters: [
      header('webhook-id', 'Of the event. The same when it is sent again: what you have had you can pass over.'),
      header('webhook-timestamp', 'Of the attempt, in seconds since 1970. Refuse what is older than five minutes.'),
      header('webhook-signature', 'HMAC-SHA256 by Standard Webhooks; one for each secret that is in force.'),
    ],
    requestBody: {
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['type', 'timestamp', 'data'],
            properties: {
              type: { type: 'string', enum: [type] },
              timestamp: { type: 'string', format: 'date-time', description: 'When it happened.' },
              data: { type: 'object' },
            },
          },
          example: { type, timestamp: '2026-11-25T12:00:40.310Z', data: example },
        },
      },
    },
    responses: { '2XX': { description: 'Taken. Anything else, or no answer in 15 seconds, and it is sent again.' } },
  };
}
