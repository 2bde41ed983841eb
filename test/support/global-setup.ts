import 'reflect-metadata';
import { LOGIN_VARIABLE, SERVER_VARIABLE, TEMPLATE_VARIABLE, TestServer } from './test-server.js';

declare global {
  var testServer: TestServer | undefined;
}

/** One server for all specs; jest's workers inherit the variables. */
export default async function setUp(): Promise<void> {
  globalThis.testServer = await TestServer.start(process.env);
  process.env[SERVER_VARIABLE] = globalThis.testServer.url();
  process.env[TEMPLATE_VARIABLE] = globalThis.testServer.template;
  process.env[LOGIN_VARIABLE] = `${globalThis.testServer.login}:${globalThis.testServer.password}`;
}
