import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { PollWatch } from '../../../worker/health/poll-watch';

const { TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;
type Question = temporal.api.workflowservice.v1.IDescribeTaskQueueRequest;

/** What Temporal was asked of, and of which kinds it has heard a poll. */
let asked: string[];
let heard: Set<string>;
let now: number;

beforeEach(() => {
  asked = [];
  heard = new Set(['workflow', 'activity']);
  now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  jest.restoreAllMocks();
});

function watch(): PollWatch {
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, ask: () => Promise<unknown>) => ask(),
    workflowService: {
      describeTaskQueue: ({ taskQueueType }: Question) => {
        const kind = taskQueueType === TASK_QUEUE_TYPE_ACTIVITY ? 'activity' : 'workflow';
        asked.push(kind);
        const poller = { identity: 'me', lastAccessTime: { seconds: 1_700_000_000 } };
        return Promise.resolve({ pollers: heard.has(kind) ? [poller] : [] });
      },
    },
  } as unknown as Client;
  return new PollWatch({ client, address: 'localhost:7233', taskQueue: 'queue', identity: 'me', busy: () => false });
}

/** Looks where it is time to, each second for so long. */
async function lookFor(polls: PollWatch, seconds: number): Promise<string[]> {
  asked = [];
  for (let second = 0; second < seconds; second += 1) {
    now += 1_000;
    if (polls.isDue()) await polls.look();
  }
  return asked;
}

test('a worker that Temporal knows is asked for every fifteen seconds, one kind after the other', async () => {
  const polls = watch();
  expect(await lookFor(polls, 1)).toEqual(['workflow', 'activity']);
  expect(await lookFor(polls, 60)).toEqual(['activity', 'workflow', 'activity', 'workflow']);
});

test('one that it does not know of one kind is asked for every second, for both', async () => {
  const polls = watch();
  await lookFor(polls, 1);
  heard.delete('activity');
  expect(await lookFor(polls, 17)).toEqual(['activity', ...['workflow', 'activity', 'workflow', 'activity']]);
  expect(polls.facts().polledAt.activity).toBeNull();
  heard.add('activity');
  expect(await lookFor(polls, 2)).toEqual(['workflow', 'activity']);
  expect(polls.facts().polledAt.activity).toEqual(new Date(1_700_000_000_000));
});
