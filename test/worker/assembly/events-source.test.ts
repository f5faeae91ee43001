import { afterEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { stringify } from 'yaml';
import { createEventsSource, type EventsSource } from '../../../worker/assembly/create-events-source';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { loadFromText } from '../../config/load-from-text';
import { makeCertificate } from '../../sources/certificate';
import { unchanging } from '../unchanging';

const USER = { username: 'me@example.com', password: 'the-password' };

let server: ThreatquotientSimulator;
let source: EventsSource;

afterEach(async () => {
  source.close();
  await server.close();
});

/** A source out of a configuration for a server whose certificate nobody knows. */
async function sourceOf(ofInput: object, ofService: object): Promise<EventsSource> {
  server = await startThreatquotientSimulator({ ...USER, tls: await makeCertificate() });
  const services = { events: { api_base_url: server.url, outputs: ['screen'], ...ofService } };
  const loaded = loadFromText(
    stringify({
      globals: { id: '1', name: 'collector' },
      inputs: { threatquotient_data_puller: { credentials: USER, services, ...ofInput } },
      outputs: { screen: { type: 'console' } },
    }),
  );
  const [service] = loaded.services();
  if (service?.kind !== 'events') throw new Error('no service of events');
  source = createEventsSource(service, unchanging(loaded), pino({ enabled: false }), () => true);
  return source;
}

test.each([
  ['input', { verify_host_ssl_cert: false }, {}],
  ['service', {}, { verify_host_ssl_cert: false }],
])('a certificate is not checked where the %s says so', async (_place, ofInput, ofService) => {
  const made = await sourceOf(ofInput, ofService);
  await made.current().authenticate({ requests: 0 }, AbortSignal.timeout(10_000));
  expect(server.state()).toMatchObject({ lockedUntil: null });
});

test('a certificate is checked where nobody says otherwise', async () => {
  const made = await sourceOf({}, {});
  await expect(made.current().authenticate({ requests: 0 }, AbortSignal.timeout(10_000))).rejects.toMatchObject({
    id: expect.stringContaining('tls'),
  });
});
