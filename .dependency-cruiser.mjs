// Who may import whom, as data: one rule is made of each row. The same table says whose tables a module's SQL may
// read (test/guards/writers.spec.ts); docs/architecture.md explains it.

/** What each module may import, beside `kernel` and `platform`, which are open to all. */
export const MAY_IMPORT = {
  identity: [],
  webhooks: ['identity'],
  profile: ['identity'],
  repertoire: ['identity', 'webhooks', 'profile'],
  licensing: ['identity', 'webhooks', 'profile', 'repertoire'],
  usage: ['identity', 'webhooks', 'licensing'],
  matching: ['identity', 'repertoire', 'licensing', 'usage'],
  ledger: ['identity'],
  distribution: ['identity', 'webhooks', 'profile', 'repertoire', 'licensing', 'usage', 'matching', 'ledger'],
  statements: ['identity', 'webhooks', 'repertoire', 'licensing', 'ledger', 'distribution'],
  protection: ['identity', 'webhooks', 'profile', 'repertoire', 'licensing'],
  folder: [
    'identity',
    'webhooks',
    'profile',
    'repertoire',
    'licensing',
    'usage',
    'matching',
    'ledger',
    'distribution',
    'statements',
  ],
};

const MODULES = Object.keys(MAY_IMPORT);
const anyOf = (names) => `(?:${names.join('|')})`;
const SPEC = '\\.spec\\.ts$';
/** Code that ships. Specs beside it may use what tests use. */
const SHIPPED = { path: '^(src|migrations)/', pathNot: SPEC };

/** Helpers of `platform` that are functions of their arguments; `rules-reach-no-io` proves it. */
const PURE_PLATFORM = ['^src/platform/memo\\.ts$', '^src/platform/csv/decode-cell\\.ts$'];

const rows = Object.entries(MAY_IMPORT).map(([module, allowed]) => ({
  name: `imports-of-${module}`,
  comment: `${module} may import ${allowed.join(', ') || 'no other module'}: see MAY_IMPORT in .dependency-cruiser.mjs.`,
  severity: 'error',
  from: { path: `^src/${module}/` },
  to: { path: `^src/${anyOf(MODULES)}/`, pathNot: `^src/${anyOf([module, ...allowed])}/` },
}));

const doors = [
  {
    name: 'front-door',
    comment:
      'A module is used through its index.ts, and by what answers over HTTP through its http.ts: export there what others need.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: `^src/${anyOf(MODULES)}/`, pathNot: ['^src/[^/]+/(?:index|http)\\.ts$', '^src/$1/'] },
  },
  {
    name: 'front-door-from-outside',
    comment: 'Migrations and benchmarks use a module through its index.ts too.',
    severity: 'error',
    from: { path: '^(?:migrations|bench)/' },
    to: { path: `^src/${anyOf(MODULES)}/`, pathNot: '^src/[^/]+/(?:index|http)\\.ts$' },
  },
  {
    name: 'front-door-of-the-server',
    comment: 'The embedded server is used through platform/database/server/index.ts.',
    severity: 'error',
    from: { path: '^(?:src|migrations|bench)/', pathNot: '^src/platform/database/server/' },
    to: { path: '^src/platform/database/server/', pathNot: '^src/platform/database/server/index\\.ts$' },
  },
  {
    name: 'not-through-the-own-door',
    comment: 'A module never imports its own index.ts: that is a cycle as soon as the index exports the importer.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/$1/(?:index|http|.+/index)\\.ts$', pathNot: '^src/platform/database/server/index\\.ts$' },
  },
];

const layers = [
  {
    name: 'kernel-is-pure',
    comment: 'kernel/ holds values: it imports itself, exact decimals, code lists and hashes, and touches nothing.',
    severity: 'error',
    from: { path: '^src/kernel/', pathNot: SPEC },
    to: {
      pathNot: ['^src/kernel/', '^node_modules/(?:decimal\\.js|currency-codes|i18n-iso-countries)/', '^crypto$'],
    },
  },
  {
    name: 'rules-are-pure',
    comment:
      'A rules/ folder holds what people dispute: it imports kernel, other rules of its module, and pure helpers.',
    severity: 'error',
    from: { path: '^src/([^/]+)/(?:rules|[^/]+/rules)/', pathNot: SPEC },
    to: { pathNot: ['^src/kernel/', '^src/$1/(?:rules|[^/]+/rules)/', ...PURE_PLATFORM] },
  },
  {
    name: 'rules-reach-no-io',
    comment: 'Nothing that a rule reaches opens a file, a socket or a database.',
    severity: 'error',
    from: { path: '^src/([^/]+)/(?:rules|[^/]+/rules)/', pathNot: SPEC },
    to: {
      path: '^(?:fs|fs/promises|net|http|https|child_process|worker_threads)$|^node_modules/(?:pg|typeorm)/',
      reachable: true,
    },
  },
  {
    name: 'platform-knows-no-module',
    comment: 'platform/ serves every module and knows none.',
    severity: 'error',
    from: { path: '^src/platform/' },
    to: { path: '^src/', pathNot: '^src/(?:platform|kernel)/' },
  },
  {
    name: 'nobody-imports-app',
    comment:
      'app/ composes; nothing depends on how it is composed. bench/http furnishes what it measures, as tests do.',
    severity: 'error',
    from: { path: '^(?:src|migrations|bench/(?!http/))', pathNot: '^src/app/' },
    to: { path: '^src/app/' },
  },
  {
    name: 'nobody-imports-folder',
    comment: 'folder/ is one way in and out, for app/ to offer; no module leans on it.',
    severity: 'error',
    from: { path: '^(?:src|migrations|bench)/', pathNot: '^src/(?:app|folder)/' },
    to: { path: '^src/folder/' },
  },
  {
    name: 'migrations-stand-alone',
    comment:
      'A migration of last year must run with the code of today: it imports the roles of the server and no module.',
    severity: 'error',
    from: { path: '^migrations/' },
    to: { path: '^(?:src|test|bench)/', pathNot: '^src/platform/database/server/index\\.ts$' },
  },
  {
    name: 'only-app-lists-migrations',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/app/data-source\\.ts$' },
    to: { path: '^migrations/' },
  },
];

const packages = [
  {
    name: 'decimals-only-in-kernel',
    comment:
      'decimal.js rounds to 20 digits unless told otherwise: kernel/decimal.ts holds the one clone that was told.',
    severity: 'error',
    from: { ...SHIPPED, pathNot: [SPEC, '^src/kernel/'] },
    to: { path: '^node_modules/decimal\\.js/' },
  },
  {
    name: 'what-ships-is-a-dependency',
    comment: 'Shipped code imports only packages of "dependencies" in package.json.',
    severity: 'error',
    from: SHIPPED,
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'what-ships-imports-no-test',
    severity: 'error',
    from: { path: '^(?:src|migrations)/' },
    to: { path: '^(?:test|bench)/' },
  },
  {
    name: 'no-unresolvable',
    comment: 'The import leads nowhere. Relative imports end in .js.',
    severity: 'error',
    from: { path: '^(?:src|migrations|bench)/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'no-cycle',
    comment: 'Type-only cycles count: they are the first step to real ones.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...rows, ...doors, ...layers, ...packages],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|\\.build-[^/]+)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    reporterOptions: { mermaid: { minify: false } },
  },
};
