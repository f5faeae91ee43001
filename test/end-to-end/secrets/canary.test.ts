import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { loadConfig } from '../../../config/load-config';
import { documentOf, type Ended } from '../stage/built-client';
import { CollectorAmongFaults } from '../stage/faults/collector-among-faults';
import {
  CERTIFICATE_FAULT,
  CTCI_FAULTS,
  INGESTION_FAULTS,
  INPUT_FAULTS,
  LOOKUP_FAULTS,
  RULE_FAULT,
  STATE_FAULT,
  TLS_FAULTS,
  WAIT_FAULT,
} from '../stage/faults/peer-faults';
import { findCanaries, spellings } from '../stage/secret-search';

jest.setTimeout(300_000);

let collector: CollectorAmongFaults | undefined;
let failures = new Map<string, number | undefined>();
let waiting: Ended | undefined;
let previewed: Ended | undefined;

beforeAll(async () => {
  collector = await CollectorAmongFaults.start();
  await collector.startFromTheFuture(STATE_FAULT.service);
  const document = documentOf(await collector.run('start', '--json', '--timeout', '120'));
  failures = new Map(
    document.services.map(({ input, service, last_failure }) => [`${input}/${service}`, last_failure?.number]),
  );
  waiting = await collector.run(
    'pull',
    '--input',
    'faulty',
    '--service',
    WAIT_FAULT.service,
    '--timeout',
    '1',
    '--json',
  );
  const good = ['--input', 'good', '--service', 'cewl'];
  await collector.run('status');
  await collector.run('history', '--json');
  await collector.run('preview', ...good);
  await collector.run('verify', ...good);
  previewed = await collector.run('preview', '--input', 'faulty', '--service', 'unauthorized', '--json');
  await collector.run('check', '--input', 'faulty');
  await collector.run('check', ...good, '--json');
  await collector.run('reset', 'v2', ...good, '--now', '--yes');
  await collector.run('pull', '--input', 'refused_login');
  await collector.run('apply');
  const broken = readFileSync(join(collector.folder, 'config.yaml'), 'utf8').replace(
    'retry_for_seconds',
    'retry_fr_seconds',
  );
  writeFileSync(join(collector.folder, 'broken.yaml'), broken);
  await collector.run('check', '--config', 'broken.yaml');
  await collector.run('status', '--config', 'broken.yaml', '--json');
  await collector.gather();
});

afterAll(async () => {
  await collector?.stop();
});

const FAULTS = [
  ...CTCI_FAULTS.map(({ number, service }) => ({ number, name: `faulty/${service}` })),
  ...INPUT_FAULTS.map(({ number, input }) => ({ number, name: `${input}/cewl` })),
  ...[...LOOKUP_FAULTS, ...INGESTION_FAULTS, ...TLS_FAULTS, CERTIFICATE_FAULT, RULE_FAULT, STATE_FAULT].map(
    ({ number, service }) => ({ number, name: `good/${service}` }),
  ),
];

test.each(FAULTS)('error $number is how the pull of $name ends', ({ number, name }) => {
  expect(failures.get(name)).toBe(number);
});

test(`error ${WAIT_FAULT.number} is how a client ends that waits no longer, though the pull goes on`, () => {
  if (!waiting) throw new Error('the client was not run');
  expect({ code: waiting.code, number: documentOf(waiting).error?.number }).toEqual({
    code: 1,
    number: WAIT_FAULT.number,
  });
});

test('a preview fails with the error of the pull that it stands for', () => {
  if (!previewed) throw new Error('the client was not run');
  expect({ code: previewed.code, number: documentOf(previewed).error?.number }).toEqual({ code: 1, number: 401 });
});

test('what works, works: lists were delivered by token and by login, and events sent', () => {
  expect([failures.get('good/cewl'), failures.get('login/cewl')]).toEqual([undefined, undefined]);
  expect(collector?.devo.rows('Good_Lookup')?.length).toBeGreaterThan(1000);
  expect(collector?.devo.rows('Login_Lookup')?.length).toBeGreaterThan(1000);
  expect(collector?.devo.events().length).toBeGreaterThan(1000);
});

test('the search would find a secret: in each spelling, and where peers have repeated it', () => {
  const canary = { setting: 'x', value: 'abc"def%ghi+jkl' };
  for (const spelling of Object.values(spellings(canary.value)))
    expect(findCanaries([canary], new Map([['a log', `before ${spelling} after`]]))).not.toEqual([]);
  const places = collector?.places ?? new Map<string, string>();
  expect(places.get('log of the worker')).toMatch(/you sent .*\[redacted\]/);
  expect(
    [...places].filter(([place, text]) => place.startsWith('history of') && text.includes('you sent')).length,
  ).toBeGreaterThan(10);
  expect(
    [...places].filter(([place, text]) => place.startsWith('UI: events') && text.includes('ApiError 401')).length,
  ).toBeGreaterThan(0);
  expect(
    [...places].filter(([place, text]) => place.startsWith('history of') && text.includes('\0CVE-')).length,
  ).toBeGreaterThan(0); // rows of packed lists, inflated
});

test('every secret setting holds a canary', () => {
  const { canaries = [], folder = '' } = collector ?? {};
  const value = (setting: string): string => canaries.find((canary) => canary.setting === setting)?.value ?? '';
  const env = {
    CANARY_CTCI: value('ctciToken'),
    CANARY_PASSWORD: value('password'),
    CANARY_DEVO: value('devoToken'),
    CANARY_FAULTY_DEVO: value('faultyDevoToken'),
    CANARY_KEY: value('obfuscationKey'),
  };
  const { secrets } = loadConfig(join(folder, 'config.yaml'), { env, now: new Date() });
  expect([...secrets].sort()).toEqual(
    canaries
      .map((canary) => canary.value)
      .filter((each) => each !== value('proxyPassword') && each !== value('private key'))
      .sort(),
  );
});

test('no secret is in any log, output, history, page or metric, in any spelling', () => {
  const { canaries = [], places = new Map<string, string>() } = collector ?? {};
  expect(findCanaries(canaries, places)).toEqual([]);
});
