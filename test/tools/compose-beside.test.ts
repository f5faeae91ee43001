import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { version } from '../../package.json';
import { besideFile, composeFile, type Service } from './compose-schema';
import { readProjectFile, ROOT } from './deployment';

const main = composeFile.parse(parse(readProjectFile('docker-compose.yml'), { merge: true }));
const FILES = ['docker-compose.codec.yml', 'docker-compose.monitoring.yml'];
const beside = (file: string) => besideFile.parse(parse(readProjectFile(file)));

/** The services that a file adds. */
function added(file: string): [string, Service][] {
  return Object.entries(beside(file).services).flatMap(([name, service]) =>
    'image' in service ? [[name, service]] : [],
  );
}

test.each(FILES)(
  'what %s adds is as hardened as the rest: loopback alone, no privileges, a health check, bounded logs',
  (file) => {
    const services = added(file);
    expect(services).toHaveLength(1);
    for (const [name, service] of services) {
      expect(main.services).not.toHaveProperty(name);
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.restart).toBe('unless-stopped');
      expect(service.healthcheck).toHaveProperty('test');
      expect(service.ports).toHaveLength(1);
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
      for (const volume of service.volumes ?? [])
        if (typeof volume !== 'string' && volume.source.startsWith('./deploy/') && volume.source !== './deploy/secrets')
          expect([volume.source, existsSync(join(ROOT, volume.source))]).toEqual([volume.source, true]);
    }
  },
);

test.each(FILES)('no service of %s reaches the database, and its ports are those of nobody else', (file) => {
  const others = Object.values(main.services).flatMap(({ ports }) => ports ?? []);
  for (const [, { networks, ports }] of added(file)) {
    expect(networks).not.toContain('database');
    expect(others).not.toEqual(expect.arrayContaining(ports ?? []));
  }
});

test('the codec is of the same image as the worker, and alone in its network', () => {
  const { services } = beside('docker-compose.codec.yml');
  expect(services['codec']).toMatchObject({ image: `ctci-collector:${version}`, networks: ['codec'] });
  expect(services['temporal-ui']).toEqual({
    environment: expect.objectContaining({ TEMPORAL_CODEC_ENDPOINT: 'http://localhost:8234' }) as unknown,
  });
});

test('Prometheus loads the alerts, and asks every worker at the port that the documentation names', () => {
  const config = z
    .strictObject({
      global: z.record(z.string(), z.string()),
      rule_files: z.array(z.string()),
      scrape_configs: z.tuple([
        z.strictObject({
          job_name: z.string(),
          dns_sd_configs: z.tuple([
            z.strictObject({
              names: z.tuple([z.literal('worker')]),
              type: z.literal('A'),
              port: z.number(),
              refresh_interval: z.string(),
            }),
          ]),
        }),
      ]),
    })
    .parse(parse(readProjectFile('deploy/prometheus/prometheus.yml')));
  for (const file of config.rule_files) expect(existsSync(join(ROOT, 'deploy', 'prometheus', file))).toBe(true);
  const [{ dns_sd_configs: places }] = config.scrape_configs;
  expect(readProjectFile('docs/containers.md')).toContain(
    `prometheus: "0.0.0.0:${places[0].port}", allow_remote: true`,
  );
  expect(main.services['worker']?.networks).toEqual(['engine']);
  expect(added('docker-compose.monitoring.yml')[0]?.[1].networks).toEqual(['engine']);
});
