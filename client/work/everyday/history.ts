import { CATALOGUE } from '../../../errors/catalogue';
import type { CatalogueEntry } from '../../../errors/catalogue-entry';
import { CollectorError } from '../../../errors/collector-error';
import type { EnabledService } from '../../../config/enabled-services';
import { releaseInWords } from '../../../domain/guard/release';
import { shownLine } from '../../../domain/report/shown-text';
import { count } from '../../../domain/report/words';
import { readCarried } from '../../chain/carried-state';
import { failedRuns } from '../../chain/failed-runs';
import { readChain } from '../../chain/read-chain';
import { stateOfClosedChain } from '../../chain/state-of-closed-chain';
import type { Collector } from '../../open-collector';
import { rowHistory, runHistory } from './row-history';
import { viewServices } from '../../words/service-view';
import { EXIT, type HistoryEntry, type VerbResult } from '../../verb-result';
import { lookOf } from '../../words/look';
import { table } from '../../words/table';
import { clockTime, span } from '../../words/times';

/** The last pulls: those that the state remembers, and those that failed and are in the engine's histories. */
export async function history(
  collector: Collector,
  options: { readonly limit: number },
  [what]: readonly (string | undefined)[] = [],
): Promise<VerbResult> {
  if (what !== undefined) return /^cve-/i.test(what) ? rowHistory(collector, what) : runHistory(collector, what);
  const views = await viewServices(collector);
  const services = await Promise.all(
    views.map(async (view, index) => {
      const service = collector.services[index];
      return { ...view, pulls: service ? await pullsOf(collector, service, options.limit) : [] };
    }),
  );
  const some = services.some(({ run_id }) => run_id !== null);
  const error = some
    ? {}
    : { error: new CollectorError('not_running', { seen: 'there is no chain, and none is remembered' }).report() };
  return {
    exit: some ? EXIT.done : EXIT.nothingRunning,
    ...error,
    services,
    words: services.map(({ input, service, pulls }) => historyInWords(`${input}/${service}`, pulls)).join('\n\n'),
  };
}

async function pullsOf({ reader }: Collector, { workflowId }: EnabledService, limit: number): Promise<HistoryEntry[]> {
  const chain = await readChain(reader, workflowId);
  if (chain === null) return [];
  const state = chain.open ? readCarried(chain).state : await stateOfClosedChain(reader, workflowId, chain);
  const entries: HistoryEntry[] = (state?.reports ?? []).map((report) => ({ ...report, error: null }));
  const known = new Set(entries.map((entry) => entry.run_id));
  for (const failed of await failedRuns(reader, workflowId, limit)) {
    if (!known.has(failed.run_id)) entries.push(failed);
  }
  return entries.sort((left, right) => left.started_at.localeCompare(right.started_at)).slice(-limit);
}

function historyInWords(name: string, pulls: readonly HistoryEntry[]): string {
  if (pulls.length === 0) return `${name}: no pull yet`;
  const now = new Date();
  const rows = pulls.map((pull) => [
    clockTime(pull.started_at, now, true),
    count(pull.received),
    `+${count(pull.added)} ~${count(pull.changed)} -${count(pull.removed)}`,
    count(pull.sent),
    span(pull.duration_ms),
    outcomeInWords(pull),
  ]);
  const look = lookOf(process.stdout, process.env);
  return [
    name,
    table(['STARTED', 'RECEIVED', 'CHANGES', 'SENT', 'TOOK', 'OUTCOME'], rows, { look, elastic: [5, 0] }),
    ...releases(pulls),
    ...remedies(pulls),
  ].join('\n');
}

/** `partial (siem 501)`: which output failed and why, or `failed (401)` where it was the pull itself. */
function outcomeInWords({ outcome, error_number, failed_outputs }: HistoryEntry): string {
  const outputs = Object.entries(failed_outputs ?? {}).map(([output, number]) => `${output} ${number}`);
  if (outputs.length > 0) return `${outcome} (${outputs.join(', ')})`;
  return error_number === null ? outcome : `${outcome} (${error_number})`;
}

/** Who let which list through, and why. */
function releases(pulls: readonly HistoryEntry[]): string[] {
  const now = new Date();
  return pulls.flatMap(({ started_at, release }) =>
    release ? [`${clockTime(started_at, now, true)}: ${shownLine(releaseInWords(release))}`] : [],
  );
}

/** What to do about each error that the table names, once. */
function remedies(pulls: readonly HistoryEntry[]): string[] {
  const numbers = new Set(
    pulls.flatMap(({ error_number, failed_outputs }) => [
      ...Object.values(failed_outputs ?? {}),
      ...(error_number === null ? [] : [error_number]),
    ]),
  );
  return Object.values<CatalogueEntry>(CATALOGUE)
    .filter(({ number }) => numbers.has(number))
    .map(({ number, message, remedy }) => `${number}: ${message}. ${remedy}`);
}
