import { expect, jest, test } from '@jest/globals';
import { SEARCH_ATTRIBUTES } from '../../../domain/report/search-attributes';
import { registerAll, runsWith, summariesOf } from '../pull/stage/search-attributes';
import { RunningEvents } from './running-events';

jest.setTimeout(60_000);

test('runs of events are found by service and outcome, and each says in one line what happened', async () => {
  const events = await RunningEvents.start();
  try {
    events.searchAttributes = SEARCH_ATTRIBUTES;
    await registerAll(events.reader.client);
    events.threatq.create({ count: 3 });
    await events.startChain();
    await events.pull();
    const query = 'CollectorService = "threatquotient_data_puller/events" AND CollectorOutcome = "delivered"';
    const runs = await runsWith(events.reader.client, events.workflowId, query, 1);
    expect(summariesOf(runs)).toEqual(['delivered: 3 events received, 0 known, 3 sent']);
  } finally {
    await events.stop();
  }
});
