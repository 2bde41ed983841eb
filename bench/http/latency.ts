import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';

/** Of the requests of one kind: milliseconds from request to answer, and requests a second. */
export interface Latency {
  name: string;
  p50: number;
  p99: number;
  perSecond: number;
}

export interface Shot {
  name: string;
  url: string;
  token?: string;
  /** For a POST: the body of the n-th request. */
  body?: (n: number) => object;
}

const CONNECTIONS = 8;

/** Sends so many requests over eight connections. @throws Error unless each was answered with 2xx */
export async function shoot({ name, url, token, body }: Shot, amount: number): Promise<Latency> {
  let sent = 0;
  const result = await autocannon({
    ...{ url, amount, connections: CONNECTIONS, method: body ? 'POST' : 'GET' },
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    requests: [
      {
        setupRequest: (request) =>
          body === undefined
            ? request
            : {
                ...request,
                headers: { ...request.headers, 'Idempotency-Key': randomUUID() },
                body: JSON.stringify(body(sent++)),
              },
      },
    ],
  });
  const answered = result['2xx'];
  if (answered !== amount) throw new Error(`${name}: ${answered} of ${amount} requests were answered with 2xx`);
  const { p50, p99 } = result.latency;
  return { name, p50, p99, perSecond: amount / result.duration };
}
