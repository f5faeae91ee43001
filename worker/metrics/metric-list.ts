/** What stands before every name of our own. */
export const PREFIX = 'ctci_collector_';

export interface MetricFacts {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  /** What it counts or measures, one sentence; shown by Prometheus and in docs/monitoring.md. */
  readonly help: string;
  /** Upper bounds of a histogram's buckets, in the unit of its name. */
  readonly buckets?: readonly number[];
}

const SERVICE = ['input', 'service'] as const;
const OUTPUT = [...SERVICE, 'output'] as const;

/** Every metric of our own, by its name without the prefix. Labels hold names of the configuration and fixed words. */
export const METRICS = {
  build_info: {
    kind: 'gauge',
    labels: ['version', 'build_id', 'node'],
    help: 'Always 1; the labels say what runs.',
  },
  ready: { kind: 'gauge', labels: [], help: '1 while /readyz is 200, else 0.' },
  last_good_pull_timestamp_seconds: {
    kind: 'gauge',
    labels: SERVICE,
    help: 'Start of the last good pull, or of the last good walk over events, epoch seconds; 0 before the first.',
  },
  period_seconds: {
    kind: 'gauge',
    labels: SERVICE,
    help: 'Time between two pulls as configured; of a cron line the longest.',
  },
  stale_after_seconds: {
    kind: 'gauge',
    labels: SERVICE,
    help: 'Age of the last good pull from which a service is not well: stale_after_seconds, or three periods.',
  },
  events_complete_until_timestamp_seconds: {
    kind: 'gauge',
    labels: SERVICE,
    help:
      'Everything that changed at the source of events before this has been delivered, epoch ' +
      'seconds; 0 before that.',
  },
  pulls_total: {
    kind: 'counter',
    labels: [...SERVICE, 'outcome'],
    help: 'Pulls that this worker brought to their end; outcome is delivered, unchanged, held, partial or failed.',
  },
  pull_duration_seconds: {
    kind: 'histogram',
    labels: SERVICE,
    help: 'From the start of a pull to its end; of events with a period under a minute, of a window of walks.',
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800],
  },
  list_rows: {
    kind: 'gauge',
    labels: SERVICE,
    help: 'Rows of the delivered list.',
  },
  changes_total: {
    kind: 'counter',
    labels: [...SERVICE, 'kind'],
    help: 'Rows or events that a pull found added, changed or removed; kind says which.',
  },
  duplicates_total: {
    kind: 'counter',
    labels: SERVICE,
    help: 'Rows that repeat a key, and events that were known already.',
  },
  events_sent_total: {
    kind: 'counter',
    labels: OUTPUT,
    help: 'Rows and events that an output has confirmed.',
  },
  held: { kind: 'gauge', labels: SERVICE, help: '1 while a list is held, else 0.' },
  failing: { kind: 'gauge', labels: SERVICE, help: '1 when the last pull failed or was partial, else 0.' },
  output_failing: {
    kind: 'gauge',
    labels: OUTPUT,
    help: '1 when the last pull could not bring this output up to the list, else 0.',
  },
  errors_total: {
    kind: 'counter',
    labels: [...SERVICE, 'number'],
    help: 'Errors that pulls and their outputs ended with, by their number in docs/errors.md.',
  },
  task_failing: {
    kind: 'gauge',
    labels: SERVICE,
    help: '1 while a task of the workflow fails again and again (error 614), else 0.',
  },
  run_unserved: {
    kind: 'gauge',
    labels: SERVICE,
    help: '1 while a run waits and no worker takes it up (error 618), else 0.',
  },
  chain_stopped: { kind: 'gauge', labels: SERVICE, help: '1 while no cron runs for an enabled service, else 0.' },
  token_expiry_timestamp_seconds: {
    kind: 'gauge',
    labels: SERVICE,
    help: 'End of the configured api_token, epoch seconds, when the token says it. Of a login there is none.',
  },
  deploy_job_duration_seconds: {
    kind: 'histogram',
    labels: OUTPUT,
    help: 'From the request of a deploy of the lookup to the end of its job at Devo.',
    buckets: [1, 2, 5, 10, 30, 60, 120, 300, 600, 1200],
  },
  deploy_age_seconds: {
    kind: 'gauge',
    labels: OUTPUT,
    help: 'Age of the deploy of the lookup that is under way, with its upload; 0 while there is none.',
  },
  log_lines_dropped_total: { kind: 'counter', labels: [], help: 'Lines of the log that could not be written.' },
} as const satisfies Record<string, MetricFacts>;

export type MetricName = keyof typeof METRICS;

/** Own buckets for each histogram: those that the SDK takes without are meant for milliseconds. */
export function bucketOverrides(): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries<MetricFacts>(METRICS).flatMap(([name, { buckets }]) =>
      buckets === undefined ? [] : [[`${PREFIX}${name}`, [...buckets]]],
    ),
  );
}
