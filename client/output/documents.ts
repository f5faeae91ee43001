import { z } from 'zod';
import type {
  ExplainedError,
  HistoryEntry,
  RowHistory,
  SavedView,
  ServiceDiff,
  ServiceView,
  SettingView,
} from '../verb-result';
import type { CheckedStep } from '../../domain/checked-step';
import type { PullReport } from '../../domain/report/pull-report';

// Objects are loose: members may be added in later versions, and none is taken away or given another meaning.

const time = z.string().describe('ISO 8601, UTC');

const error = z.looseObject({
  number: z.number(),
  name: z.string(),
  setting: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
});

const held = z.looseObject({
  digest: z.string(),
  since: time,
  reason: z.enum(['shrunk', 'empty', 'restricted', 'hollow']),
  missing: z.number(),
  of: z.number(),
  percent: z.number(),
  limit_percent: z.number(),
  rows: z.number(),
  released: z.boolean(),
});

const release = z.looseObject({
  reason: z.string().nullable(),
  at: time.nullable(),
  host: z.string().nullable(),
});

const numbers = {
  run_id: z.string(),
  started_at: time,
  outcome: z.enum(['delivered', 'unchanged', 'held', 'partial', 'failed']),
  requests: z.number(),
  received: z.number(),
  duplicates: z.number(),
  without_key: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  sent: z.number(),
  duration_ms: z.number(),
  release: release.optional(),
};

const output = z.looseObject({
  outcome: z.enum(['delivered', 'up_to_date', 'failed']),
  mode: z.enum(['full', 'incremental']).nullable(),
  why: z.string().nullable(),
  sent: z.number(),
  bytes: z.number(),
  ms: z.number(),
  error: error.nullable(),
});

const report = z.looseObject({
  ...numbers,
  outputs: z.record(z.string(), output),
  rows: z.number(),
  digest: z.string().nullable(),
  held: held.nullable(),
  error: error.nullable(),
});

const entry = z.looseObject({ ...numbers, error: error.nullable() });

const service = z.looseObject({
  input: z.string(),
  service: z.string(),
  workflow_id: z.string(),
  state: z.enum(['waiting', 'running', 'held', 'failing', 'stopped']),
  rows: z.number(),
  next_pull_at: time.nullable(),
  last_pull: report.nullable(),
  last_good_pull_at: time.nullable(),
  stale: z.boolean(),
  held: held.nullable(),
  last_failure: error.extend({ at: time }).nullable(),
  cron: z.string().nullable(),
  run_id: z.string().nullable(),
  ui: z.string().nullable(),
});

const view = z.looseObject({ name: z.string(), query: z.string(), link: z.string() });

const step = z.looseObject({
  name: z.string(),
  ok: z.boolean(),
  ms: z.number(),
  words: z.string(),
  error: error.nullable(),
});

const cell = z.looseObject({ column: z.string(), from: z.string().nullable(), to: z.string().nullable() });
const kind = z.enum(['added', 'changed', 'removed']);
const row = z.looseObject({ key: z.string(), kind, cells: z.array(cell).readonly() });
const differing = z.looseObject({
  input: z.string(),
  service: z.string(),
  run: z.string(),
  against: z.string().nullable(),
  complete: z.boolean(),
  rows: z.array(row).readonly(),
});
const moment = z.looseObject({ at: time, run_id: z.string(), kind, cells: z.array(cell).readonly() });
const rowHistory = z.looseObject({
  input: z.string(),
  service: z.string(),
  key: z.string(),
  since: time.nullable(),
  moments: z.array(moment).readonly(),
});
const setting = z.looseObject({ setting: z.string(), value: z.unknown(), origin: z.string() });
const explained = error.extend({ cause: z.string() });

/** What is printed fits what is promised: the compiler says so, member by member. */
type Fits<Printed, Promised> = Printed extends Promised ? true : never;
type _PromisesKept = [
  Fits<ServiceView, Members<z.input<typeof service>>>,
  Fits<PullReport, Members<z.input<typeof report>>>,
  Fits<HistoryEntry, Members<z.input<typeof entry>>>,
  Fits<CheckedStep, Members<z.input<typeof step>>>,
  Fits<ServiceDiff, Members<z.input<typeof differing>>>,
  Fits<RowHistory, Members<z.input<typeof rowHistory>>>,
  Fits<SavedView, Members<z.input<typeof view>>>,
  Fits<SettingView, Members<z.input<typeof setting>>>,
  Fits<ExplainedError, Members<z.input<typeof explained>>>,
];

/** The members that are named, without those that may be added. */
type Members<Loose> = Loose extends readonly (infer Item)[]
  ? readonly Members<Item>[]
  : Loose extends object
    ? { [Name in keyof Loose as string extends Name ? never : Name]: Members<Loose[Name]> }
    : Loose;

function documentOf(members: Readonly<Record<string, z.ZodType>>, of: z.ZodType = service): z.ZodType {
  const failure = { error: error.optional(), errors: z.array(z.looseObject({ number: z.number() })).optional() };
  return z.looseObject({ ok: z.boolean(), services: z.array(of), ...failure, ...members });
}

const plain = documentOf({});
const withReport = documentOf({}, service.extend({ report: report.optional() }));
const withState = documentOf({ state: z.looseObject({ version: z.number() }).optional() });
const withSettings = documentOf({ settings: z.array(setting).optional() });

/** What each verb prints with --json; one that failed prints the same with `ok: false` and `error`. */
export const DOCUMENTS: Readonly<Record<string, z.ZodType>> = {
  up: plain,
  status: plain,
  pull: withReport,
  history: documentOf(
    { rows: z.array(rowHistory).optional() },
    service.extend({ pulls: z.array(entry).optional(), report: report.optional() }),
  ),
  open: documentOf({ links: z.array(z.string()).optional(), views: z.array(view).optional() }),
  preview: documentOf({}, service.extend({ preview: z.unknown().optional() })),
  diff: documentOf({ diffs: z.array(differing).optional() }),
  verify: documentOf({}, service.extend({ note: z.string().optional() })),
  explain: documentOf({
    error: error.extend({ cause: z.string().optional() }).optional(),
    errors: z.array(explained).optional(),
  }),
  config: withSettings,
  'config show': withSettings,
  reset: withReport,
  release: withReport,
  stop: plain,
  state: withState,
  'state export': withState,
  'state import': withState,
  diagnostics: documentOf({ file: z.string().optional() }),
  init: documentOf({ steps: z.array(step).optional() }),
  check: documentOf({ steps: z.array(step).optional() }),
  start: withReport,
  apply: plain,
};
