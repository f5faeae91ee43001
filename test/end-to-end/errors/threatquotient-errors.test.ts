import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { stringify } from 'yaml';
import { CATALOGUE } from '../../../errors/catalogue';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import type { ErrorReport } from '../../../errors/error-report';
import { build } from '../stage/built-program';
import { documentOf } from '../stage/document';
import { THREATQUOTIENT_FAULTS, type ThreatquotientFault } from '../stage/faults/threatquotient-faults';
import { Workplace } from '../stage/workplace';

jest.setTimeout(240_000);

const USER = { username: 'me@example.com', password: 'the-threatq-password' };

const servers: ThreatquotientSimulator[] = [];
let place: Workplace;
const failures = new Map<string, ErrorReport | null>();

async function inputOf({ profile, fault, wrongPassword, settings, address }: ThreatquotientFault): Promise<object> {
  const server = await startThreatquotientSimulator({
    username: USER.username,
    password: wrongPassword ? 'another' : USER.password,
    ...(profile && { profile: { name: profile } }),
  });
  servers.push(server);
  server.create({ count: 20 });
  if (fault) server.fail(fault);
  const service = { request_period_in_seconds: 3600, retry_for_seconds: 0, outputs: ['screen'], ...settings };
  const api_base_url = address ?? server.url;
  return { type: 'threatquotient', api_base_url, credentials: USER, services: { events: service } };
}

beforeAll(async () => {
  await build();
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set');
  place = new Workplace({ TEMPORAL_ADDRESS: address });
  const inputs: Record<string, object> = {};
  for (const fault of THREATQUOTIENT_FAULTS) inputs[fault.input] = await inputOf(fault);
  place.write(stringify({ globals: { id: '1', name: place.name }, inputs, outputs: { screen: { type: 'console' } } }));
  await place.worker();
  const { services } = documentOf(await place.verb('start', '--json', '--timeout', '120'));
  for (const { input, last_failure: failure } of services) failures.set(input, failure);
});

afterAll(async () => {
  await place.verb('stop', '--yes', '--all');
  place.clear();
  for (const server of servers) await server.close();
});

/** As the page of Devo's collector has them. */
const MESSAGES: Readonly<Record<number, string>> = {
  100: 'Unexpected status code when fetching ThreatQuotient JWT',
  101: 'Unexpected status code when fetching ThreatQuotient client_id',
  102: 'Cannot parse client_id from ThreatQuotient server',
  400: 'Unexpected status code when fetching ThreatQuotient events',
};

test.each(THREATQUOTIENT_FAULTS)(
  'error $number is how the pull of $input ends, with the setting, what was seen and what to do',
  ({ number, input }) => {
    const failure = failures.get(input);
    const entry = Object.values(CATALOGUE).find(
      (each) => each.number === number && (each.message === MESSAGES[number] || MESSAGES[number] === undefined),
    );
    expect(failure).toMatchObject({
      number,
      setting: expect.stringContaining(`inputs.${input}.`),
      message: expect.stringMatching(/: ./),
      remedy: entry?.remedy,
    });
    expect(failure?.message.startsWith(entry?.message ?? 'no entry')).toBe(true);
    expect(JSON.stringify(failure)).not.toContain(USER.password);
  },
);
