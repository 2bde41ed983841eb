// Tests run on the build, as shipped: `npm test` builds first (scripts/ready.mjs).
export default {
  rootDir: 'dist',
  testMatch: ['**/*.spec.js'],
  // Node's own modules, loaded once by each of the two processes: in Jest's own contexts every spec would load and
  // compile the whole service again, which was a third of the time.
  runner: 'jest-light-runner/child-process',
  setupFilesAfterEnv: ['<rootDir>/test/support/set-up-spec.js'],
  // One PostgreSQL for the whole run; each spec that needs rows clones its template (test/support/database.ts).
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  maxWorkers: 2,
};
