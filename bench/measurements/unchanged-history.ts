import { temporal } from '@temporalio/proto';
import { readRunEnd } from '../../engine/histories/run-events';
import type { Measurement } from '../measurement';
import { atMost, kilobytes, thousands } from '../report/goals';
import { openStage, type Stage } from '../stage/stage';

const ROWS = 1_404; // the list of the day on which the goals were set
const REPORTS_REMEMBERED = 20;
const PERIOD_SECONDS = 5;
const TICK_LIMIT_MS = 60_000;

/** What one run of an unchanged list leaves in Temporal, in a chain whose state has grown as far as it does. */
export const unchangedHistory: Measurement = {
  section: 'history',
  async run(bench) {
    const stage = await openStage(bench, {
      name: 'history',
      rows: ROWS,
      list: 'still',
      services: 1,
      periodSeconds: PERIOD_SECONDS,
      mode: 'auto',
    });
    try {
      const { events, bytes } = await unchangedRunSize(stage);
      return [
        atMost({ name: 'unchanged pull by cron: events of its history', value: events, limit: 17, words: thousands }),
        atMost({
          name: 'unchanged pull by cron: its history with the state',
          value: bytes,
          limit: 60_000,
          words: kilobytes,
        }),
      ];
    } finally {
      await stage.close();
    }
  },
};

/** Weighs the next run that the cron begins by itself: one that is asked for has two more events. */
async function unchangedRunSize(stage: Stage): Promise<{ events: number; bytes: number }> {
  const [service] = stage.services;
  if (!service) throw new Error('there is no service');
  await stage.startChain(service);
  for (let pulls = 0; pulls <= REPORTS_REMEMBERED; pulls += 1) await stage.pull(service);
  const { reader } = stage.collector;
  const { runId } = await reader.client.workflow.getHandle(service.workflowId).describe();
  const end = await readRunEnd(reader, service.workflowId, runId, AbortSignal.timeout(TICK_LIMIT_MS));
  if (end?.result?.report.outcome !== 'unchanged')
    throw new Error('the run that was to be weighed did not find the list unchanged');
  const { events } = await reader.client.workflow.getHandle(service.workflowId, runId).fetchHistory();
  const history = temporal.api.history.v1.History.create({ events: events ?? [] });
  return { events: history.events.length, bytes: temporal.api.history.v1.History.encode(history).finish().length };
}
