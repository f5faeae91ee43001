import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '../histories-as-json';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { SEARCH_ATTRIBUTES } from '../../../domain/report/search-attributes';
import { registerAll } from '../pull/stage/search-attributes';
import { withoutMachine } from '../without-machine';
import { RunningEvents } from './running-events';

async function record(
  folder: string,
  events: RunningEvents,
  kind: string,
  pull: () => Promise<unknown>,
): Promise<void> {
  const runId = await events.runId();
  await pull();
  await events.endOf(runId);
  const history = await events.reader.client.workflow.getHandle(events.workflowId, runId).fetchHistory();
  writeFileSync(join(folder, `${kind}.json`), `${withoutMachine(historyToJSON(history))}\n`);
}

/** Runs the workflow of events once, listed by Temporal by its outcome, and writes that history. */
export async function recordListedEvents(folder: string): Promise<void> {
  const events = await RunningEvents.start();
  try {
    events.searchAttributes = SEARCH_ATTRIBUTES;
    await registerAll(events.reader.client);
    events.threatq.create({ count: 3 });
    await events.startChain();
    await record(folder, events, 'events-listed', () => events.pull());
  } finally {
    await events.stop();
  }
}

/** Runs the real workflow of events once for each kind of run, and writes its history to `<folder>/<kind>.json`. */
export async function recordEventsHistories(folder: string): Promise<void> {
  const hourly = await RunningEvents.start();
  try {
    hourly.threatq.create({ count: 3 });
    await hourly.startChain();
    await record(folder, hourly, 'events-first-pull', () => hourly.pull());
    await record(folder, hourly, 'events-quiet', () => hourly.pull());
  } finally {
    await hourly.stop();
  }

  for (const [kind, interrupt] of [
    ['events-window-asked', (events: RunningEvents) => events.pull()],
    ['events-window-reset', (events: RunningEvents) => events.handle.signal(RESET_SIGNAL, 'again')],
  ] as const) {
    const often = await RunningEvents.start({ request_period_in_seconds: 1 });
    try {
      often.threatq.create({ count: 3 });
      await often.startChain('@every 1s');
      await often.sink.waitFor(3);
      await record(folder, often, kind, () => interrupt(often));
    } finally {
      await often.stop();
    }
  }
}
