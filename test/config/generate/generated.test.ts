import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../errors/catalogue';
import { generatedFiles } from '../../../config/generate/generated-files';
import { settingsOf } from '../../../config/generate/setting-list';
import { configJsonSchema } from '../../../config/generate/json-schema';
import { readFileFromDisk } from '../../../config/load/read-config-file';
import { loadConfig } from '../../../config/load-config';
import { collectorConfig } from '../../../config/schema/config';
import { unwrap } from '../../../config/schema/walk-settings';
import { z } from 'zod';
import { configWith, validConfig } from '../load-from-text';

const ROOT = resolve(__dirname, '../../..');
const EXAMPLE = join(ROOT, 'config.example.yaml');
const env = {
  CTCI_API_TOKEN: 'ctci-token',
  DEVO_API_TOKEN: 'devo-token',
  DEVO_HTTP_TOKEN: 'http-token',
  THREATQ_PASSWORD: 'a-password-of-its-own',
  OBFUSCATION_KEY: 'hash-key',
  CTCI_ENCRYPTION_KEY: Buffer.alloc(32, 'k').toString('base64'),
};
const now = new Date('2026-03-10T12:00:00Z');

test.each(generatedFiles())(
  '$path is up to date (else build, and run node dist/config/generate/main.js)',
  ({ path, text }) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  },
);

test('every setting has prose, and every single value an example that the setting accepts', () => {
  const lacking: string[] = [];
  let count = 0;

  function visit(schema: z.core.$ZodType, path: string): void {
    const { core, facts } = unwrap(schema);
    if (core instanceof z.ZodRecord) {
      visit(core.valueType, `${path}.*`);
      return;
    }
    if (core instanceof z.ZodArray) visit(core.element, `${path}[]`);
    if (core instanceof z.ZodDiscriminatedUnion)
      core.options.forEach((option, index) => {
        visit(option, `${path}(${index})`);
      });
    for (const setting of settingsOf(core, facts)) {
      const own = `${path}.${setting.name}`;
      count += 1;
      const leaf = !(
        setting.schema instanceof z.ZodObject ||
        setting.schema instanceof z.ZodRecord ||
        setting.schema instanceof z.ZodLiteral
      );
      if (!setting.facts?.description) lacking.push(`${own}: prose`);
      if (leaf && setting.facts?.example === undefined) lacking.push(`${own}: example`);
      else if (leaf && !z.safeParse(setting.schema, setting.facts?.example).success)
        lacking.push(`${own}: an example that is accepted`);
      visit(setting.schema, own);
    }
  }
  visit(collectorConfig, '');
  expect(lacking).toEqual([]);
  expect(count).toBeGreaterThan(70);
});

test('every error of the catalogue has a number of its own, but for the one that both sources have', () => {
  const numbers = Object.values(CATALOGUE).map(({ number }) => number);
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([400]);
});

test('the example configuration is valid and brings one service to a lookup', () => {
  const loaded = loadConfig(EXAMPLE, { env, now });
  expect(loaded.warnings).toEqual([]);
  expect(loaded.services().map(({ workflowId, cronSpec }) => [workflowId, cronSpec])).toEqual([
    ['ctci_collector-10001-ctci-cewl', '@every 3600s'],
  ]);
});

test('the example stays valid with everything that it has as comment', () => {
  const lines = readFileSync(EXAMPLE, 'utf8').split('\n').slice(6);
  const text = lines
    .filter(
      (line) =>
        !/# (The list's|username:|password_file:|api_token_file:|token_file:|The lookup by|cron:)|key_file:/.test(line),
    )
    .map((line) => line.replace(/^(\s*)# (?=\s*[-a-z_]+[: ])/, '$1'))
    .join('\n');
  const readFile = (path: string) => (path === EXAMPLE ? { text, mode: 0o600 } : readFileFromDisk(path));
  const { config } = loadConfig(EXAMPLE, { env, now, readFile });
  expect(Object.keys(config.outputs)).toEqual([
    'devo_lookup',
    'devo_events',
    'devo_events_http',
    'devo_lookup_by_events',
    'trying_out',
    'webhook',
  ]);
  expect(config.globals).toMatchObject({
    external_storage: { folder: '/var/lib/ctci-collector/payloads' },
    metrics: { prometheus: '127.0.0.1:9464' },
    health: { address: '127.0.0.1:9465' },
  });
  expect(config.inputs.ctci?.services.cewl).toMatchObject({ obfuscation: [{}, {}, {}] });
});

test('the example tells editors where its schema is, and keeps to it', () => {
  const text = readFileSync(EXAMPLE, 'utf8');
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./config.schema.json');
  expect(judge(parse(text))).toBe(true);
});

test.each([
  ['globals.id', 10001],
  ['globals.nmae', 'x'],
  ['inputs.ctci.credentials', {}],
  ['inputs.ctci.credentials', { username: 'me' }],
  ['inputs.ctci.services.cewl.outputs', []],
  ['inputs.ctci.services.cewl.shrink_limit_percent', 101],
  ['inputs.UPPER', {}],
  ['outputs.devo_lookup.type', 'nothing'],
  ['outputs.devo_lookup.config.token', undefined],
  ['outputs.devo_lookup.config.lookup_name', 'x'],
])('the schema for editors refuses %s with the value %j, as the collector does', (path, value) => {
  expect(judge(parse(configWith(path, value)))).toBe(false);
});

test('the schema for editors accepts variables and secret files where the collector does', () => {
  expect(judge(validConfig())).toBe(true);
  expect(judge(parse(configWith('inputs.ctci.services.cewl.request_period_in_seconds', '${PERIOD:-60}')))).toBe(true);
  expect(
    judge(parse(configWith('inputs.ctci.credentials', { username: 'me', password_file: 'secrets/password' }))),
  ).toBe(true);
});

function judge(config: unknown): boolean {
  const schema: unknown = JSON.parse(configJsonSchema());
  return new Ajv({ strict: false }).validate(z.record(z.string(), z.unknown()).parse(schema), config);
}
