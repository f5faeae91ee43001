import { getEventListeners } from 'node:events';
import { afterEach, expect, jest, test } from '@jest/globals';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { hearOfRun, type RunRef } from '../../../engine/histories/run-news';
import { RunningEvents } from './running-events';

jest.setTimeout(90_000);

let events: RunningEvents;
const listening = new AbortController();

afterEach(async () => {
  listening.abort();
  await events.stop();
});

/** Counts what is told, and waits for it. */
class Told {
  count = 0;
  private wake: () => void = () => undefined;

  readonly tell = (): void => {
    this.count += 1;
    this.wake();
  };

  async moreThan(count: number): Promise<void> {
    while (this.count <= count) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}

async function waitingRun(): Promise<RunRef> {
  events = await RunningEvents.start();
  await events.startChain(); // the first run waits for its hour
  return { workflowId: events.workflowId, runId: await events.runId() };
}

test('whoever listens to a run is told at the beginning, of each thing that happens, and that it is over', async () => {
  const run = await waitingRun();
  const told = new Told();
  const end = hearOfRun(events.reader.client, run, told.tell, listening.signal);
  await told.moreThan(0);
  const before = told.count;
  await events.handle.signal(RESET_SIGNAL, 'again');
  await told.moreThan(before);
  await events.handle.terminate();
  await expect(end).resolves.toBeUndefined();
});

test('listening ends when it is called off, and an engine that does not know the run counts as news', async () => {
  const run = await waitingRun();
  const told = new Told();
  const calledOff = new AbortController();
  const end = hearOfRun(events.reader.client, run, told.tell, calledOff.signal);
  await told.moreThan(0);
  calledOff.abort();
  await end;
  const nobody = { ...run, runId: '00000000-0000-4000-8000-000000000000' };
  const again = new AbortController();
  const unknown = hearOfRun(events.reader.client, nobody, told.tell, again.signal);
  await told.moreThan(told.count);
  again.abort();
  await expect(unknown).resolves.toBeUndefined();
});

test('whoever listens to a run for long leaves no listeners behind', async () => {
  const run = await waitingRun();
  const told = new Told();
  const calledOff = new AbortController();
  const end = hearOfRun(events.reader.client, run, told.tell, calledOff.signal);
  await told.moreThan(0);
  for (const value of ['one', 'two', 'three']) {
    const before = told.count;
    await events.handle.signal(RESET_SIGNAL, value);
    await told.moreThan(before);
  }
  expect(getEventListeners(calledOff.signal, 'abort').length).toBeLessThanOrEqual(1);
  calledOff.abort();
  await end;
});
