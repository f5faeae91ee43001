import { expect, jest, test } from '@jest/globals';
import type { WebhookMessage } from '../../../outputs/webhook/webhook-message';
import { startServer } from '../../sources/ctci-server';
import { RunningEvents } from '../events/running-events';

jest.setTimeout(90_000);

test('a service of events is told of as a list is: a delivery, and a failure once', async () => {
  const receiver = await startServer((_request, response) => void response.writeHead(204).end());
  const events = await RunningEvents.start({}, { webhook: `${receiver.url}/hook` });
  const pull = async (): Promise<void> => {
    const runId = await events.runId();
    await events.pull().catch(() => undefined);
    await events.endOf(runId);
  };
  try {
    events.threatq.create({ count: 3 });
    await events.startChain();
    await pull();
    await pull();
    await events.sink.close();
    events.threatq.create({ count: 2 });
    await pull();
    await pull();

    const told = receiver.seen.map(({ body }) => JSON.parse(body) as WebhookMessage);
    expect(told.map(({ event }) => event)).toEqual(['delivered', 'failed']);
    expect(told[0]).toMatchObject({ service: 'events', report: { sent: 3 }, changes: { first: [] } });
    expect(told[1]).toMatchObject({
      reason: expect.stringMatching(/DevoError/) as unknown,
      report: { outcome: 'failed' },
    });
  } finally {
    await events.stop().catch(() => undefined);
    await receiver.close();
  }
});
