import { z } from 'zod';
import { allowRemote, listenAddress } from './listen-address';
import { encryption } from './encryption';
import { proxySetting } from './proxy';
import { setting } from './setting-facts';
import { text } from './text';

const STATISTICS_PERIOD_SECONDS = 300; // the page of the collector that this one replaces: every 5 minutes

const metrics = z.strictObject({
  prometheus: listenAddress({
    description: 'Where the worker offers its metrics to Prometheus (`docs/monitoring.md`).',
    example: '127.0.0.1:9464',
  }),
  allow_remote: allowRemote('Metrics'),
});

const health = z.strictObject({
  address: listenAddress({
    description:
      'Where the worker says by HTTP whether it lives (`/healthz`) and whether it works ' +
      '(`/readyz`): see `docs/monitoring.md`.',
    example: '127.0.0.1:9465',
  }),
  allow_remote: allowRemote('The answers'),
});

const externalStorage = z.strictObject({
  folder: setting(text(), {
    description:
      'Folder for lists that are too large for a Temporal payload. All workers and clients of the ' +
      'collector must share it, as one user, and each Temporal needs one of its own. It is part of ' +
      'the state: keep it while pulls use it.',
    file: 'path',
    example: '/var/lib/ctci-collector/payloads',
  }),
});

const temporal = z.strictObject({
  proxy: proxySetting('Temporal'),
  search_attributes: setting(z.boolean().default(true), {
    description:
      "Lets each run say in Temporal's lists which service it was of and what came of it, so that " +
      'they can be filtered (`docs/web-ui.md`). `start`, `apply` and `up` register the three ' +
      'attributes; where Temporal lacks them, runs go on without.',
    besidePulls: true,
    example: false,
  }),
});

/** Settings of the whole collector. */
export const globalSettings = z.strictObject({
  id: setting(z.string().regex(/^[A-Za-z0-9_]{1,5}$/), {
    description:
      'Number of this collector; part of the workflow ids and of the task queue. Collectors beside ' +
      'each other on one Temporal differ in it or in `name`.',
    expected: 'text of 1 to 5 letters, digits or _ (a number in quotes)',
    example: '10001',
  }),
  name: setting(z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), {
    description: 'Name of this collector; part of the workflow ids and of the task queue.',
    expected: 'text of letters, digits, - and _',
    example: 'ctci_collector',
  }),
  debug: setting(z.boolean().default(false), {
    description: 'Log in more detail, as `LOG_LEVEL=debug` does.',
    example: true,
  }),
  encryption: setting(encryption.optional(), {
    description:
      'Encrypts what the collector keeps in Temporal and in external storage, with AES-256-GCM. ' +
      'See [encryption.md](encryption.md) for what stays in clear, and for how keys are changed.',
    besidePulls: true,
  }),
  external_storage: setting(externalStorage.optional(), {
    description:
      'Keeps payloads that are too large for Temporal in a shared folder. Without it, a list too ' +
      'large ends in error 414. Services that run already are stopped and started once after it ' +
      'was added, so that their runs get the time that large lists take.',
  }),
  sender_stats_period_in_sec: setting(z.int().min(1).max(86_400).default(STATISTICS_PERIOD_SECONDS), {
    description: 'How often the sender services log what they have sent.',
    unit: 'seconds',
    example: 600,
  }),
  memory_stats_period_in_sec: setting(z.int().min(1).max(86_400).default(STATISTICS_PERIOD_SECONDS), {
    description: 'How often the worker logs its memory.',
    unit: 'seconds',
    example: 600,
  }),
  worker_versioning: setting(z.boolean().default(false), {
    description:
      'Pins each pull to the build that began it, for fleets in which workers of two builds run ' +
      'beside each other (`UPGRADING.md`). `start`, `apply` and `up` give new pulls to their own ' +
      'build, and move those whose build has no worker any more.',
    example: true,
  }),
  temporal: setting(temporal.optional(), {
    description:
      'How Temporal is reached. Its address and credentials stand in the environment (`TEMPORAL_ADDRESS`, ...).',
  }),
  metrics: setting(metrics.optional(), { description: 'Metrics of the worker. Off without this section.' }),
  health: setting(health.optional(), { description: 'Health of the worker by HTTP. Off without this section.' }),
});

export type GlobalSettings = z.output<typeof globalSettings>;
