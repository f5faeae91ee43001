import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { version } from '../../package.json';
import { loadConfig } from '../../config/load-config';
import { readFileFromDisk } from '../../config/load/read-config-file';
import { composeFile, type Service } from './compose-schema';
import { dockerfileStages, readProjectFile, ROOT } from './deployment';

const source = readProjectFile('docker-compose.yml');
const compose = composeFile.parse(parse(source, { merge: true }));
const services = Object.entries(compose.services);

const isAwaitedToEnd = (name: string): boolean =>
  services.some(([, { depends_on: needs }]) => needs?.[name]?.condition === 'service_completed_successfully');
const endsByItself = (name: string, service: Service): boolean => service.restart === 'no' || isAwaitedToEnd(name);

test('the Compose file holds nothing but what its schema knows, every image with its version', () => {
  expect(Object.keys(compose.services)).toEqual([
    'postgres',
    'temporal-schema',
    'temporal',
    'temporal-namespace',
    'temporal-ui',
    'worker',
    'cron-start',
  ]);
  expect(
    composeFile.safeParse({ ...compose, services: { x: { ...compose.services['worker'], image: 'postgres:latest' } } })
      .success,
  ).toBe(false);
  expect(
    composeFile.safeParse({ ...compose, services: { x: { ...compose.services['worker'], restrat: 'no' } } }).success,
  ).toBe(false);
});

test('nothing is published beyond this machine', () => {
  const ports = services.flatMap(([, service]) => service.ports ?? []);
  expect(ports).toHaveLength(2);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test('only Temporal and its schema tool reach the database, and the database reaches nobody', () => {
  const onDatabase = services.filter(([, { networks }]) => networks.includes('database')).map(([name]) => name);
  expect(onDatabase).toEqual(['postgres', 'temporal-schema', 'temporal']);
  expect(compose.services['postgres']?.networks).toEqual(['database']);
  expect(compose.networks['database']).toEqual({ internal: true });
});

test("every service that stays has a health check, its own or its image's, and comes back after a failure", () => {
  const imageHasOne = dockerfileStages()
    .at(-1)
    ?.instructions.some(({ name }) => name === 'HEALTHCHECK');
  for (const [name, service] of services) {
    if (endsByItself(name, service)) continue;
    expect({
      name,
      checked: (service.healthcheck && 'test' in service.healthcheck) || (service.build !== undefined && imageHasOne),
    }).toEqual({ name, checked: true });
    expect({ name, restart: service.restart }).toEqual({ name, restart: 'unless-stopped' });
  }
});

test('whoever needs a service waits until it is healthy, or has ended well where it ends by itself', () => {
  for (const [name, service] of services) {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      const wanted = compose.services[needed];
      expect({ name, needed, there: wanted !== undefined }).toEqual({ name, needed, there: true });
      expect({ name, needed, condition }).toEqual({
        name,
        needed,
        condition: endsByItself(needed, wanted!) ? 'service_completed_successfully' : 'service_healthy',
      });
    }
  }
  const before = (name: string): string[] => Object.keys(compose.services[name]?.depends_on ?? {});
  expect([
    before('cron-start'),
    before('worker'),
    before('temporal-namespace'),
    before('temporal'),
    before('temporal-schema'),
    before('postgres'),
  ]).toEqual([['worker'], ['temporal-namespace'], ['temporal'], ['temporal-schema'], ['postgres'], []]);
});

test('a service that ends by itself is not started for ever', () => {
  for (const [name, service] of services) {
    if (endsByItself(name, service))
      expect({ name, restart: service.restart }).not.toEqual({ name, restart: 'unless-stopped' });
  }
});

test('only Postgres keeps any privilege of the system, for it gives its files to its own user', () => {
  expect(services.filter(([, service]) => service.cap_drop === undefined).map(([name]) => name)).toEqual(['postgres']);
});

test('no secret stands in the file: passwords come from a variable that must be set, tokens from files', () => {
  const secretive = services
    .flatMap(([name, { environment }]) =>
      Object.entries(environment ?? {}).map(([variable, value]) => ({ name, variable, value })),
    )
    .filter(({ variable }) => /PASSWORD|PWD|TOKEN|SECRET/.test(variable));
  expect(secretive.map(({ name }) => name)).toEqual(['postgres', 'temporal-schema', 'temporal']);
  for (const { value } of secretive) expect(value).toMatch(/^\$\{POSTGRES_PASSWORD:\?.+\}$/);
});

test('what is mounted exists, is defined, and is taken up', () => {
  const used = services.flatMap(([, { configs }]) => configs?.map(({ source: name }) => name) ?? []);
  expect(new Set(used)).toEqual(new Set(Object.keys(compose.configs)));
  for (const { file } of Object.values(compose.configs))
    expect({ file, there: existsSync(join(ROOT, file)) }).toEqual({ file, there: true });
  const volumes = services
    .flatMap(([, each]) => each.volumes ?? [])
    .flatMap((volume) => (typeof volume === 'string' ? [volume.split(':')[0]] : []));
  expect(volumes).toEqual(Object.keys(compose.volumes));
});

test('worker and cron-start get settings and secrets as folders, in which a file may be replaced meanwhile', () => {
  for (const name of ['worker', 'cron-start']) {
    const folders = (compose.services[name]?.volumes ?? []).map((volume) =>
      typeof volume === 'string' ? volume : [volume.source, volume.target],
    );
    expect({ name, folders }).toEqual({
      name,
      folders: [
        ['./deploy/collector', '/etc/ctci-collector'],
        ['${CTCI_SECRETS_FOLDER:-./deploy/secrets}', '/run/secrets'],
      ],
    });
  }
});

test('Temporal is judged by an answer that needs its database, and takes no address of a network for its own', () => {
  const check = compose.services['temporal']?.healthcheck;
  expect(check && 'test' in check ? check.test.at(-1) : '').toContain('/api/v1/namespaces');
  expect(compose.services['temporal']?.environment).toMatchObject({ TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1' });
});

test("server and tools of Temporal are of one version, and the collector's image is of this one", () => {
  const tag = (name: string): string | undefined => compose.services[name]?.image.split(':')[1];
  expect(tag('temporal-schema')).toBe(tag('temporal'));
  expect(tag('temporal-namespace')).toBe(tag('temporal'));
  expect(services.filter(([, { build }]) => build !== undefined).map(([, { image }]) => image)).toEqual([
    `ctci-collector:${version}`,
    `ctci-collector:${version}`,
  ]);
});

test("the container's configuration is valid without a warning, and its secrets are those that are mounted", () => {
  const wanted: string[] = [];
  const loaded = loadConfig(join(ROOT, 'deploy', 'collector', 'config.yaml'), {
    env: {},
    now: new Date('2026-01-01T00:00:00Z'),
    readFile: (path) => {
      if (!path.startsWith('/run/secrets/')) return readFileFromDisk(path);
      wanted.push(path.slice('/run/secrets/'.length));
      return { text: 'a-token-of-some-length', mode: 0o600 };
    },
  });
  expect(loaded.warnings).toEqual([]);
  expect(loaded.services()).toHaveLength(1);
  expect(wanted).toEqual(['ctci_api_token', 'devo_api_token']);
});

test('the health check asks where the configuration offers it, and that lies where the image looks for it', () => {
  const instructions = dockerfileStages().at(-1)?.instructions ?? [];
  const { globals } = z
    .object({ globals: z.object({ health: z.object({ address: z.string() }) }) })
    .parse(parse(readProjectFile('deploy/collector/config.yaml')));
  expect(readProjectFile('deploy/ctci-collector-health')).toContain(`get(\`http://${globals.health.address}/`);
  expect(instructions.find(({ name }) => name === 'HEALTHCHECK')?.args).toEqual(['ctci-collector-health', 'healthz']);
  const check = compose.services['worker']?.healthcheck;
  expect(check && 'test' in check ? check.test : []).toEqual(['CMD', 'ctci-collector-health', 'readyz']);
  const file = '/etc/ctci-collector/config.yaml';
  expect(instructions.find(({ name }) => name === 'CMD')?.args?.at(-1)).toBe(file);
  expect(instructions.find(({ name }) => name === 'ENV')?.text).toContain(`CTCI_CONFIG=${file}`);
});

test('the one-shot scripts are such as a plain shell takes', () => {
  for (const name of ['set-up-schema.sh', 'make-namespace.sh']) {
    expect(() => execFileSync('sh', ['-n', join(ROOT, 'deploy', 'temporal', name)])).not.toThrow();
    expect(readProjectFile(`deploy/temporal/${name}`)).toMatch(/^#!\/bin\/sh\n(#.*\n)*set -eu\n/);
  }
});
