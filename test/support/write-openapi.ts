// npm run docs:openapi
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { dataSourceFor } from '../../src/app/data-source.js';
import { createHttpApp } from '../../src/app/http/create-http-app.js';
import { OPENAPI, openapiText } from './openapi.js';
import { PROJECT } from './project.js';
import { TestSettings } from './service.js';

// The document needs no database: nothing of it is asked.
const dataSource = dataSourceFor('postgres://nobody@localhost/nothing');
const options = {
  settings: new TestSettings(),
  trustedProxies: 0,
  requestsAMinute: 1,
  webhooksToLocalhost: false,
  levels: [],
};
const app = await createHttpApp(dataSource, options);
writeFileSync(join(PROJECT, OPENAPI), openapiText(app));
