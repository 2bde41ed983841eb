// npm run docs:schema
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { dataSourceFor } from '../../src/app/data-source.js';
import { PROJECT } from './project.js';
import { SCHEMA_LISTING, schemaListing } from './schema-listing.js';
import { TestServer } from './test-server.js';

const server = await TestServer.start(process.env);
try {
  const dataSource = await dataSourceFor(server.url(server.template)).initialize();
  try {
    writeFileSync(join(PROJECT, SCHEMA_LISTING), await schemaListing(dataSource));
  } finally {
    await dataSource.destroy();
  }
} finally {
  await server.stop();
}
