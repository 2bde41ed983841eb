import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A platform's server: keeps what is sent to it, and answers as the test wants. */
export class WebhookReceiver {
  readonly had: ReceivedWebhook[] = [];
  answer: (response: ServerResponse, path: string) => void = (response) => response.end('ok');

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        receiver.had.push({ path: request.url!, headers: request.headers, body });
        receiver.answer(response, request.url!);
      });
    });
    const receiver = new WebhookReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://localhost:${this.port}${path}`;
  }

  /** What was sent to a path, once there is as much as that. */
  async received(path: string, count = 1): Promise<ReceivedWebhook[]> {
    for (;;) {
      const found = this.had.filter((one) => one.path === path);
      if (found.length >= count) return found;
      await sleep(10);
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
