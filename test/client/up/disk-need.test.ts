import { expect, test } from '@jest/globals';
import { bytesOfRuns, diskWarning } from '../../../client/up/disk-need';
import { averagePeriodSeconds } from '../../../config/periods';
import { configWith, configWithAll, loadFromText } from '../../config/load-from-text';

const DAY_MS = 24 * 3600 * 1000;

function warning(changes: Readonly<Record<string, unknown>>, days = 30): string | null {
  const service = { outputs: ['devo_lookup'], ...changes };
  return diskWarning(loadFromText(configWith('inputs.ctci.services.cewl', service)).services(), days * DAY_MS);
}

test('a period that is usual is not warned of', () => {
  for (const seconds of [300, 3600, 86_400]) expect(warning({ request_period_in_seconds: seconds })).toBeNull();
});

test('a short period is warned of with the days, the gigabytes, the service and what to do', () => {
  const words = warning({ request_period_in_seconds: 5 });
  expect(words).toMatch(
    /30 days.* about 36 GB .*ctci\/cewl \(a pull every 5 s\).*request_period_in_seconds.*docs\/sizing\.md/,
  );
});

test('the same period is not warned of where pulls are kept for a day', () => {
  expect(warning({ request_period_in_seconds: 30 }, 1)).toBeNull();
});

test('a cron line counts by how often it comes, not by its longest pause', () => {
  expect(warning({ cron: '* 8-17 * * *' })).toBeNull(); // 600 pulls a day: 1.3 GB
  const services = loadFromText(
    configWith('inputs.ctci.services.cewl', { outputs: ['devo_lookup'], cron: '@every 10s' }),
  ).services();
  expect(diskWarning(services, 30 * DAY_MS)).toMatch(/a pull every 10 s/);
});

test.each([
  ['*/5 * * * *', 300],
  ['0 * * * *', 3600],
  ['0,30 9-16 * * *', 86_400 / 16],
  ['@every 90s', 90],
])('%s comes every %i s on average', (cron, seconds) => {
  expect(averagePeriodSeconds({ cron, request_period_in_seconds: 1 })).toBeCloseTo(seconds, 3);
});

test('events every 5 s are walked in runs of minutes, and take little', () => {
  const input = {
    type: 'threatquotient',
    api_base_url: 'https://threatq.example.com',
    credentials: { username: 'collector@example.com', password: 'the-password' },
    services: { events: { request_period_in_seconds: 5, outputs: ['trying_out'] } },
  };
  const text = configWithAll({ 'inputs.events': input, 'outputs.trying_out': { type: 'console' } });
  const services = loadFromText(text).services();
  expect(services.map(({ kind }) => kind)).toContain('events');
  expect(diskWarning(services, 30 * DAY_MS)).toBeNull();
});

test('services beside each other count together', () => {
  expect(bytesOfRuns('list', 60, 30 * DAY_MS) * 2).toBeGreaterThan(5e9);
  const cewl = { outputs: ['devo_lookup'], request_period_in_seconds: 60 };
  const [service] = loadFromText(configWith('inputs.ctci.services.cewl', cewl)).services();
  if (service === undefined) throw new Error('there is a service');
  expect(diskWarning([service], 30 * DAY_MS)).toBeNull();
  expect(diskWarning([service, service], 30 * DAY_MS)).not.toBeNull();
});
