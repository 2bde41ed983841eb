import http from 'node:http';
import https from 'node:https';
import { useAgent } from 'request-filtering-agent';

const TIMEOUT_MS = 15_000;
/** Of the answer; the rest is not read. */
const MOST_BYTES = 4_000;
const MOST_CHARACTERS = 1_000;

/** What an endpoint answered, or why there was no answer. */
export type Outcome = { status: number; response: string } | { failure: string };

export interface Sending {
  /** Whether this very machine may be reached. */
  toLocalhost: boolean;
  timeoutMs?: number;
}

export interface Letter {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Posts a webhook. Where the name leads is looked up now, and a connection is made to that address and no other: not into
 * private networks, whatever the name said when it was registered. Redirects are answers like any other, and not followed.
 */
export async function postWebhook({ url, headers, body }: Letter, sending: Sending): Promise<Outcome> {
  const signal = AbortSignal.timeout(sending.timeoutMs ?? TIMEOUT_MS);
  const allowed = sending.toLocalhost ? ['127.0.0.1', '::1'] : [];
  const agent = useAgent(url, { keepAlive: false, allowIPAddressList: allowed });
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      const { request } = url.startsWith('https:') ? https : http;
      const sent = request(url, { method: 'POST', agent, headers, signal }, (answer) => {
        readStart(answer).then(
          (response) => resolve({ status: answer.statusCode!, response }),
          (error: unknown) => reject(error),
        );
      });
      sent.once('error', reject);
      sent.end(body);
    });
  } catch (error) {
    return { failure: signal.aborted ? 'timeout' : failureOf(error) };
  } finally {
    agent.destroy();
  }
}

async function readStart(answer: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_BYTES) break;
  }
  const text = Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
  // Texts of PostgreSQL hold no NUL.
  return [...text.replaceAll('\0', '\uFFFD')].slice(0, MOST_CHARACTERS).join('');
}

/** In a word, and without the address: where a name leads within our network is nobody's business outside. */
function failureOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return code;
  // The filter of addresses refuses by an error without a code.
  if (/ is not allowed\. /.test(message)) return 'address-not-public';
  throw error;
}
