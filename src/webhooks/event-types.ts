/** What an event is about, in a sentence, and its data as an example that is sent in this form. */
interface Description {
  summary: string;
  example: object;
}

const JOB = {
  ...{ id: '17', kind: 'usage-report.read', askedBy: 'client:1.k3yXb0', askedAt: '2026-11-25T12:00:00.000Z' },
  ...{ startedAt: '2026-11-25T12:00:00.020Z', endedAt: '2026-11-25T12:00:40.310Z' },
};

/**
 * Every type of event: a noun of the API and what became of it. To add one, describe it here and call
 * AnnouncementsService.announce in the transaction in which it happens; the OpenAPI document shows it by itself.
 */
export const EVENT_TYPES = {
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
