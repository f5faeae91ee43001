/**
 * The arrows of the house: client, worker -> activities -> sources, outputs -> http -> domain; workflows -> domain.
 * errors/ is the ground floor: everybody may import it, and it imports nothing. packing/ is for whoever stores or sends
 * what is large; the workflows hand on what it has made and never look into it.
 */
const room = (name, allowed, files = []) => ({
  name: `${name}-imports`,
  comment: `${name}/ may import only: ${[name, ...allowed, ...files].join(', ')}`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: {
    path: '^[a-z-]+/',
    pathNot: [`^(${[name, ...allowed, 'node_modules'].join('|')})/`, ...files.map((file) => `^${file}$`)],
    dependencyTypesNot: ['core', 'npm', 'npm-dev'],
  },
});

module.exports = {
  forbidden: [
    room('errors', []),
    room('domain', ['errors']),
    room('packing', ['domain', 'errors']),
    // What sources say of their lists is words only: the configuration judges names of columns by them.
    room('config', ['domain', 'errors'], ['sources/lists.ts']),
    room('http', ['domain', 'config', 'errors', 'packing']),
    room('sources', ['http', 'domain', 'config', 'errors']),
    room('outputs', ['http', 'domain', 'config', 'errors', 'packing']),
    room('activities', ['sources', 'outputs', 'domain', 'config', 'errors', 'packing']),
    room('simulators', ['domain']),
    room('worker', ['activities', 'sources', 'outputs', 'workflows', 'domain', 'config', 'engine', 'errors']),
    room('client', ['workflows', 'domain', 'config', 'engine', 'errors', 'packing']),
    room('engine', ['http', 'domain', 'config', 'errors', 'packing']),
    {
      name: 'workflows-are-pure',
      comment: 'workflow files import only domain rules, errors and the Temporal workflow package; the rest as types',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: ['^(workflows|domain|errors)/', '@temporalio/(workflow|common)'],
        dependencyTypesNot: ['type-only'],
      },
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
        'what several sources or outputs share stands beside their folders, or in json-rows, which ' +
        'knows none of them; the console prints the events of devo-events',
      severity: 'error',
      from: { path: '^(sources|outputs)/([^/]+)/', pathNot: '^outputs/console/' },
      to: { path: '^$1/[^/]+/', pathNot: ['^$1/$2/', '^sources/json-rows/'] },
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
    // A package may name its parts in `exports` alone, as `csv-parse/sync`.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'types', 'default'] },
    exclude: { path: '^(dist|node_modules)/' },
  },
};
