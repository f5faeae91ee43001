/** The arrows of the house: client, worker -> activities -> sources, outputs -> http -> domain; workflows -> domain. */
const room = (name, allowed) => ({
  name: `${name}-imports`,
  comment: `${name}/ may import only: ${[name, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: {
    path: '^[a-z-]+/',
    pathNot: `^(${[name, ...allowed, 'node_modules'].join('|')})/`,
    dependencyTypesNot: ['core', 'npm', 'npm-dev'],
  },
});

module.exports = {
  forbidden: [
    room('domain', []),
    room('config', ['domain']),
    room('http', ['domain', 'config']),
    room('sources', ['http', 'domain', 'config']),
    room('outputs', ['http', 'domain', 'config']),
    room('activities', ['sources', 'outputs', 'domain', 'config']),
    room('simulators', ['domain']),
    room('worker', ['activities', 'sources', 'outputs', 'workflows', 'domain', 'config', 'engine']),
    room('client', ['workflows', 'domain', 'config', 'engine']),
    room('engine', ['http', 'domain', 'config']),
    {
      name: 'workflows-are-pure',
      comment: 'workflow files import only domain rules and the Temporal workflow package; the rest as types',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: ['^(workflows|domain)/', '@temporalio/(workflow|common)'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-an-entry',
      comment: 'client/ and worker/ are entries; nothing imports them',
      severity: 'error',
      from: { pathNot: '^(client|worker|test|bench)/' },
      to: { path: '^(client|worker)/' },
    },
    {
      name: 'peers-stay-apart',
      comment:
        'what several sources or outputs share stands beside their folders; the console prints the events of devo-events',
      severity: 'error',
      from: { path: '^(sources|outputs)/([^/]+)/', pathNot: '^outputs/console/' },
      to: { path: '^$1/[^/]+/', pathNot: '^$1/$2/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: { pathNot: '^(test|bench|tools)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
  },
};
