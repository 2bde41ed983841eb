import { randomUUID } from 'node:crypto';

/** Somebody of a tenant, whose name stands in all that is the tenant's. */
export interface Side {
  name: string;
  token: string;
}

/** Requests at once: more than the service has connections to the database, so that these go from hand to hand. */
const AT_ONCE = 40;
const KINDS = 5;

export interface Mixed {
  requests: number;
  perSecond: number;
  /** Answers that held anything of the other tenant; there must be none. */
  foreign: number;
  /** Answers by status. */
  statuses: Readonly<Record<string, number>>;
}

/** Two tenants at once: lists, single works, writes, and attempts at each other's works by their ids. */
export async function mix(url: string, sides: readonly [Side, Side], amount: number): Promise<Mixed> {
  const statuses: Record<string, number> = {};
  let next = 0;
  let foreign = 0;
  const begun = performance.now();
  const worker = async () => {
    for (let n = next++; n < amount; n = next++) {
      const [own, other] = n % 2 === 0 ? sides : [sides[1], sides[0]];
      const answer = await ask(url, own, other, n);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.text.includes(`${other.name} `)) foreign++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - begun) / 1000;
  return { requests: amount, perSecond: amount / seconds, foreign, statuses };
}

async function ask(url: string, own: Side, other: Side, n: number): Promise<{ status: number; text: string }> {
  const paths = [
    '/v1/works?limit=5&sort=-id',
    `/v1/works/${own.name}-0`,
    `/v1/works/${other.name}-0`,
    '/v1/audit-events?limit=1',
  ];
  const path = paths[Math.floor(n / 2) % KINDS];
  const work = { id: `${own.name}-w${n}`, title: `${own.name} film ${n}` };
  const headers = { Authorization: `Bearer ${own.token}`, 'Content-Type': 'application/json' };
  const send = () =>
    path === undefined
      ? fetch(`${url}/v1/works`, {
          method: 'POST',
          headers: { ...headers, 'Idempotency-Key': randomUUID() },
          body: JSON.stringify(work),
        })
      : fetch(`${url}${path}`, { headers });
  const answer = await send();
  return { status: answer.status, text: await answer.text() };
}
