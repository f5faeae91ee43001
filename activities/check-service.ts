import { activityInfo } from '@temporalio/activity';
import type { CheckedStep, CheckOptions, Tried } from '../domain/checked-step';
import { newsOfCheck } from '../domain/notices/pull-news';
import type { ServiceRef } from '../domain/pull-settings';
import { shownLine } from '../domain/report/shown-text';
import { count, shortDigest } from '../domain/report/words';
import type { RowCollector } from '../domain/list/list';
import type { UnchangedList } from '../domain/list/fetched-list';
import type { SourceList } from '../sources/source';
import { asCollectorError, atBoundary, redactedReport } from './boundary';
import { boundedCalls, type BoundedCalls } from './bounded-calls';
import { checkEvents } from './events/check-events';
import { withHeartbeats } from './heartbeats';
import type { CollectorParts, ConfiguredOutput, ServiceParts } from './service-parts';
import { stepSignal } from './attempt/step-signal';

const UNUSED_ROWS: RowCollector = { add: () => undefined };

/** Does what a pull would do, short of sending, and tells of each step how it went: one that fails hides no other. */
export function createCheckService(parts: CollectorParts) {
  return function checkService(ref: ServiceRef, options: CheckOptions = {}): Promise<CheckedStep[]> {
    return atBoundary({ redact: parts.redact, retryForSeconds: 0 }, () =>
      withHeartbeats(
        () => undefined,
        async () => {
          const signal = stepSignal();
          const steps = await checkedSteps(parts, ref, EVERYTHING, signal);
          return [...steps, ...(await checkWebhooks({ parts, tried: EVERYTHING, signal }, ref, options))];
        },
      ),
    );
  };
}

const EVERYTHING: Tried = { source: true, outputs: true };

/** The steps of a check, or those of one side of the service. */
export function checkedSteps(
  parts: CollectorParts,
  { input, service }: ServiceRef,
  tried: Tried,
  signal: AbortSignal,
): Promise<CheckedStep[]> {
  const check: Check = { parts, tried, signal };
  const events = parts.events?.(input, service) ?? null;
  if (events !== null) return checkEvents(events, tried, (name, work) => timed(check, name, work), signal);
  return checkList(check, parts.service(input, service));
}

interface Check {
  readonly parts: CollectorParts;
  readonly tried: Tried;
  readonly signal: AbortSignal;
}

/** Nothing is told but what was asked for: the others who read there know nothing of a check. */
function checkWebhooks(check: Check, ref: ServiceRef, { webhook: tells }: CheckOptions): Promise<CheckedStep[]> {
  const { parts, signal } = check;
  const webhooks = parts.webhooks?.(ref.input, ref.service) ?? [];
  const steps = webhooks.map((webhook) =>
    timed(check, `output ${webhook.name}`, async () => {
      const answer = await webhook.reach(signal);
      if (tells !== true) return `${answer}; "ctci-collector check --webhook" sends a message, to see it arrive`;
      const news = newsOfCheck(activityInfo().workflowExecution?.runId ?? '', new Date().toISOString());
      await webhook.tell({ event: 'check', ...ref, news, link: null }, signal);
      return 'took a message: look whether people see it';
    }),
  );
  return Promise.all(steps);
}

async function checkList(check: Check, service: ServiceParts): Promise<CheckedStep[]> {
  const { parts, tried, signal } = check;
  const steps = tried.source ? await checkSource(check, service) : [];
  if (!tried.outputs) return steps;
  const calls = boundedCalls(parts);
  const outputs = service.outputs.map((configured) =>
    timed(check, `output ${configured.output.name}`, () => tryOutput(calls, configured, signal)),
  );
  return [...steps, ...(await Promise.all(outputs))];
}

async function checkSource(check: Check, service: ServiceParts): Promise<CheckedStep[]> {
  const { parts, signal } = check;
  const calls = boundedCalls(parts);
  const { hasLogin } = service.source;
  const { publisher } = service.source.list;
  const found: { list?: SourceList | UnchangedList } = {};
  const steps = [
    ...(hasLogin ? [await timed(check, `${publisher} credentials`, () => tryLogin(calls, service, signal))] : []),
    await timed(check, `${publisher} list`, async () => {
      const list = await calls.fetchList(service.source, { digest: null }, signal, () => UNUSED_ROWS);
      found.list = list;
      const { edition } = list.origin ?? {};
      const named = edition === undefined ? '' : `, version ${shownLine(edition.version)}`;
      return `${count(list.received)} rows, ${count(list.bytes)} bytes, digest ${shortDigest(list.digest)}${named}`;
    }),
  ];
  const obfuscation = found.list ? await checkObfuscation(check, service, found.list) : null;
  return obfuscation ? [...steps, obfuscation] : steps;
}

async function tryLogin(calls: BoundedCalls, { source }: ServiceParts, signal: AbortSignal): Promise<string> {
  const { tokenExpiresAt, requests } = await calls.authenticate(source, signal);
  if (requests === 0) return `a token is configured; the list shows whether ${source.list.publisher} takes it`;
  return tokenExpiresAt === null ? 'logged in' : `logged in, the access token ends ${tokenExpiresAt}`;
}

/** Only a list has columns: without one, and without rules, there is nothing to say. */
async function checkObfuscation(
  check: Check,
  { judgeColumns }: ServiceParts,
  list: SourceList | UnchangedList,
): Promise<CheckedStep | null> {
  if (!judgeColumns || 'unchanged' in list || list.keys.length === 0) return null;
  return timed(check, 'obfuscation', () => {
    const refusal = judgeColumns(list.layout.columns);
    return refusal ? Promise.reject(refusal) : Promise.resolve('every rule hits a column of the list');
  });
}

async function tryOutput(
  calls: BoundedCalls,
  { output, holds }: ConfiguredOutput,
  signal: AbortSignal,
): Promise<string> {
  await calls.check(output, signal);
  const facts = await calls.inspect(output, signal);
  if (output.type === 'devo_http') return 'Devo takes the token of the events';
  if (output.type !== 'devo_lookup') return `${output.type} (${holds}) can be reached`;
  return facts.exists
    ? `Devo takes the token; the lookup is there, its newest job is ${facts.newestJob ?? 'not known'}`
    : 'Devo takes the token; the lookup does not exist yet and will be created';
}

async function timed({ parts, signal }: Check, name: string, work: () => Promise<string>): Promise<CheckedStep> {
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  try {
    return { name, ok: true, words: await work(), ms: took(), error: null };
  } catch (error) {
    if (signal.aborted) throw error;
    const report = redactedReport(asCollectorError(error), parts.redact);
    return { name, ok: false, words: report.message, ms: took(), error: report };
  }
}
