// Tests run on the build, as shipped: `npm test` builds first (scripts/ready.mjs) and passes --experimental-vm-modules.
export default {
  rootDir: 'dist',
  testEnvironment: 'node',
  testMatch: ['**/*.spec.js'],
  transform: {},
  // One PostgreSQL for the whole run; each spec that needs rows clones its template (test/support/database.ts).
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  maxWorkers: 2,
  testTimeout: 120_000,
  // Contexts of ES modules are freed late: a worker that has grown is replaced.
  workerIdleMemoryLimit: '512MB',
};
