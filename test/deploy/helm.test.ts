import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../config/load-config';
import { version } from '../../package.json';
import { runNode } from '../tools/run-module';

const PROJECT = join(__dirname, '..', '..');
const HELM = join(PROJECT, 'deploy', 'helm');
const EXAMPLES = ['small', 'large'] as const;

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  env: z.array(z.object({ name: z.string(), value: z.string().optional() }).loose()),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  securityContext: z.unknown(),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  resources: z.object({ requests: z.record(z.string(), z.unknown()), limits: z.record(z.string(), z.unknown()) }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
});
const podSpec = z.object({
  automountServiceAccountToken: z.literal(false),
  securityContext: z
    .object({ runAsNonRoot: z.literal(true), runAsUser: z.literal(1000), fsGroup: z.literal(1000) })
    .loose(),
  containers: z.tuple([container]),
  volumes: z.array(
    z
      .object({ name: z.string(), secret: z.object({ secretName: z.string(), defaultMode: z.number() }).optional() })
      .loose(),
  ),
});
const workload = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }).loose(),
  spec: z.object({ template: z.object({ spec: podSpec }).loose() }).loose(),
});
const collectorGlobals = z.object({ health: z.unknown(), metrics: z.unknown() }).loose();

function manifests(name: string): { kind: string; manifest: unknown }[] {
  const documents = parseAllDocuments(readFileSync(join(HELM, 'examples', `${name}.yaml`), 'utf8'), { version: '1.1' });
  return documents.map((document) => {
    const manifest: unknown = document.toJS();
    return { kind: z.object({ kind: z.string() }).parse(manifest).kind, manifest };
  });
}

function oneOf(name: string, kind: string): unknown {
  const [found, ...more] = manifests(name).filter((each) => each.kind === kind);
  expect(more).toEqual([]);
  return found?.manifest;
}

function pods(name: string): z.output<typeof podSpec>[] {
  const kinds = ['Deployment', 'Job'];
  return manifests(name)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ manifest }) => workload.parse(manifest).spec.template.spec);
}

function worker(name: string): z.output<typeof container> {
  return workload.parse(oneOf(name, 'Deployment')).spec.template.spec.containers[0];
}

function collectorConfig(name: string): unknown {
  const { data } = z.object({ data: z.object({ 'config.yaml': z.string() }) }).parse(oneOf(name, 'ConfigMap'));
  return parse(data['config.yaml']);
}

test('chart and program have one version', () => {
  const chart = z
    .object({ version: z.string(), appVersion: z.string() })
    .parse(parse(readFileSync(join(HELM, 'ctci-collector', 'Chart.yaml'), 'utf8')));
  expect(chart).toEqual({ version, appVersion: version });
});

test.each(EXAMPLES)(
  '%s: what runs is no user of rights, cannot write to its root, and asks nothing of Kubernetes',
  (name) => {
    expect(pods(name)).toHaveLength(3); // worker, and the two jobs that start and apply
    for (const { containers, securityContext } of pods(name)) {
      expect(securityContext).toMatchObject({ seccompProfile: { type: 'RuntimeDefault' } });
      expect(containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  },
);

test.each(EXAMPLES)('%s: health and metrics are asked for where the configuration offers them', (name) => {
  const { globals } = z.object({ globals: collectorGlobals }).parse(collectorConfig(name));
  const { ports, startupProbe, livenessProbe, readinessProbe } = worker(name);
  const port = (wanted: string): number | undefined => ports.find((each) => each.name === wanted)?.containerPort;
  expect(globals.health).toEqual({ address: `0.0.0.0:${port('health') ?? ''}`, allow_remote: true });
  expect(globals.metrics).toEqual({ prometheus: `0.0.0.0:${port('metrics') ?? ''}`, allow_remote: true });
  expect([startupProbe, livenessProbe].map((each) => each?.httpGet)).toEqual([
    { path: '/healthz', port: 'health' },
    { path: '/healthz', port: 'health' },
  ]);
  expect(readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'health' });
});

test.each(EXAMPLES)(
  '%s: secrets come out of Secrets that are there already, as files that only the pod may read',
  (name) => {
    expect(manifests(name).map(({ kind }) => kind)).not.toContain('Secret');
    for (const { volumes } of pods(name)) {
      const secrets = volumes.flatMap(({ secret }) => secret ?? []);
      expect(secrets).not.toEqual([]);
      for (const { defaultMode } of secrets) expect(defaultMode).toBe(0o440);
    }
    for (const { containers } of pods(name)) {
      for (const { name: mount, mountPath, readOnly } of containers[0].volumeMounts) {
        if (mountPath.startsWith('/run/secrets')) expect({ mount, readOnly }).toEqual({ mount, readOnly: true });
      }
    }
  },
);

test.each(EXAMPLES)('%s: the collector takes the configuration, without a warning', (name) => {
  const file = '/etc/ctci-collector/config.yaml';
  const key = Buffer.alloc(32, 7).toString('base64');
  const loaded = loadConfig(file, {
    env: {},
    now: new Date('2026-11-01T00:00:00Z'),
    readFile: (path) => ({
      text: path === file ? stringify(collectorConfig(name)) : path.includes('/key-') ? key : 'a-token-of-some-length',
      mode: 0o440,
      owned: false,
    }),
  });
  expect(loaded.warnings).toEqual([]);
  expect(loaded.services()).toHaveLength(1);
});

test.each(EXAMPLES)('%s: every secret file of the configuration lies where one is mounted', (name) => {
  const files = [...JSON.stringify(collectorConfig(name)).matchAll(/"[a-z_]*_file":"([^"]+)"/g)].map(
    ([, file]) => file ?? '',
  );
  expect(files).not.toEqual([]);
  const mounted = worker(name).volumeMounts.map(({ mountPath }) => mountPath);
  for (const file of files)
    expect({ file, mounted: mounted.some((path) => file.startsWith(`${path}/`)) }).toEqual({ file, mounted: true });
});

test.each(EXAMPLES)(
  '%s: one network policy lets through names, Temporal, sources and sinks, and nothing in but health and metrics',
  (name) => {
    const rule = z.object({ ports: z.array(z.object({ protocol: z.string(), port: z.number() })) }).loose();
    const policy = z
      .object({ spec: z.object({ policyTypes: z.array(z.string()), ingress: z.array(rule), egress: z.array(rule) }) })
      .parse(oneOf(name, 'NetworkPolicy'));
    const { policyTypes, ingress, egress } = policy.spec;
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    expect(ingress.flatMap(({ ports }) => ports.map(({ port }) => port)).sort()).toEqual(
      worker(name)
        .ports.map(({ containerPort }) => containerPort)
        .sort(),
    );
    const temporal = worker(name).env.find((each) => each.name === 'TEMPORAL_ADDRESS')?.value ?? '';
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([
      [53, 53],
      [Number(temporal.split(':')[1])],
      name === 'small' ? [443] : [3128],
    ]);
  },
);

test.each(EXAMPLES)('%s: a node can always be drained', (name) => {
  expect(oneOf(name, 'PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1 } });
});

test('Prometheus is told of the metrics by a PodMonitor where it is wanted', () => {
  expect(oneOf('small', 'PodMonitor')).toBeUndefined();
  expect(oneOf('large', 'PodMonitor')).toMatchObject({
    metadata: { labels: { release: 'prometheus' } },
    spec: { podMetricsEndpoints: [{ port: 'metrics', path: '/metrics' }] },
  });
});

const schemaFile: unknown = JSON.parse(readFileSync(join(HELM, 'ctci-collector', 'values.schema.json'), 'utf8'));
const accepts = new Ajv({ strict: false, allErrors: true }).compile(
  z.record(z.string(), z.unknown()).parse(schemaFile),
);
const defaults: unknown = parse(readFileSync(join(HELM, 'ctci-collector', 'values.yaml'), 'utf8'));

test('the schema knows every value of the chart', () => {
  expect(accepts(defaults)).toBe(true);
  const known = z.object({ properties: z.record(z.string(), z.unknown()) }).parse(schemaFile).properties;
  for (const name of Object.keys(z.record(z.string(), z.unknown()).parse(defaults)))
    expect(Object.keys(known)).toContain(name);
});

const WRONG: readonly [words: string, setting: string, fault: RegExp][] = [
  ['a count that is no number', 'replicaCount=two', /replicaCount.*want integer/s],
  ['an address without a port', 'temporal.address=nowhere', /temporal\/address/],
  ['no address', 'temporal.address=', /temporal\.address is missing: host:port/],
  ['health and metrics at one port', 'health.port=9464', /health\.port and metrics\.port are both 9464/],
  ['a port that needs rights', 'health.port=80', /health\/port.*minimum/s],
  ['a value that there is not', 'image.pullPoliy=Always', /pullPoliy/],
  [
    'health in the configuration',
    'config.globals.health.address=x',
    /config\.globals\.health is made by the chart.*set health\.port/,
  ],
  ['keys without a Secret', 'encryption.keys[0].id=a,encryption.keys[0].file=b', /encryption\/secretName/],
  ['no inputs', 'config.inputs=null', /config\.inputs is missing/],
  ['no Secret', 'secretName=', /secretName/],
  ['a digest that is none', 'image.digest=sha256:abc', /image\/digest/],
];

/** Renders with the Helm that is at hand; undefined where there is none: `npm run chart` builds it. */
async function renderWith(
  name: string,
  ...more: string[]
): Promise<{ text: string; fault: string | null } | undefined> {
  const lines = `
    const { findHelm } = await import('${PROJECT}/tools/chart/provide-helm.mjs');
    const { render } = await import('${PROJECT}/tools/chart/render.mjs');
    const helm = findHelm();
    const rendered = helm === null ? null : await render(helm, '${name}', ...${JSON.stringify(more)});
    process.stdout.write(JSON.stringify(rendered));`;
  const { stdout } = await runNode(['--input-type=module', '-e', lines], {
    HOME: process.env['HOME'],
    HELM_PATH: process.env['HELM_PATH'],
  });
  return z.object({ text: z.string(), fault: z.string().nullable() }).nullable().parse(JSON.parse(stdout)) ?? undefined;
}

const helmAtHand = existsSync(
  process.env['HELM_PATH'] ?? join(process.env['HOME'] ?? '', '.cache', 'ctci-collector', 'helm'),
);
const withHelm = helmAtHand ? test : test.skip;

withHelm.each(EXAMPLES)('%s: Helm renders what is committed (needs Helm: npm run chart)', async (name) => {
  expect((await renderWith(name))?.text).toBe(readFileSync(join(HELM, 'examples', `${name}.yaml`), 'utf8'));
});

withHelm.each(WRONG)('Helm refuses %s and names it (needs Helm: npm run chart)', async (_, setting, fault) => {
  const rendered = await renderWith('small', '--set', setting);
  expect(rendered?.text).toBe('');
  expect(rendered?.fault).toMatch(fault);
});
