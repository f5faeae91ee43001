import { CATALOGUE } from '../../../errors/catalogue';
import type { CatalogueEntry } from '../../../errors/catalogue-entry';
import { CollectorError } from '../../../errors/collector-error';
import { errorInWords } from '../../../errors/error-report';
import type { EnabledService } from '../../../config/enabled-services';
import type { HistoryReader } from '../../../engine/histories/run-events';
import type { AnyState } from '../../../domain/state/any-state';
import { releaseInWords } from '../../../domain/guard/release';
import { shownLine } from '../../../domain/report/shown-text';
import { count } from '../../../domain/report/words';
import { readCarried } from '../../chain/carried-state';
import { failedRuns } from '../../chain/failed-runs';
import { readChain, type Chain } from '../../chain/read-chain';
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
      return { ...view, ...(service ? await pullsOf(collector, service, options.limit) : { pulls: [], fault: null }) };
    }),
  );
  const words = services.map(({ input, service, pulls, fault }) => historyInWords(`${input}/${service}`, pulls, fault));
  return {
    ...endOf(services),
    services: services.map(({ fault: _fault, ...service }) => service),
    words: words.join('\n\n'),
  };
}

function endOf(
  services: readonly (Remembered & { readonly run_id: string | null })[],
): Pick<VerbResult, 'exit' | 'error'> {
  const unread = services.find(({ fault }) => fault !== null)?.fault;
  if (unread) return { exit: EXIT.failed, error: unread.report() };
  if (services.some(({ run_id }) => run_id !== null)) return { exit: EXIT.done };
  const nothing = new CollectorError('not_running', { seen: 'there is no chain, and none is remembered' });
  return { exit: EXIT.nothingRunning, error: nothing.report() };
}

/** What is known of a service's pulls. */
interface Remembered {
  readonly pulls: HistoryEntry[];
  /** Why the state cannot be read, which remembers all pulls but those that failed. */
  readonly fault: CollectorError | null;
}

async function pullsOf({ reader }: Collector, { workflowId }: EnabledService, limit: number): Promise<Remembered> {
  const chain = await readChain(reader, workflowId);
  if (chain === null) return { pulls: [], fault: null };
  const { state, fault } = chain.open ? readCarried(chain) : await readClosed(reader, workflowId, chain);
  const entries: HistoryEntry[] = (state?.reports ?? []).map((report) => ({ ...report, error: null }));
  const known = new Set(entries.map((entry) => entry.run_id));
  for (const failed of await failedRuns(reader, workflowId, limit)) {
    if (!known.has(failed.run_id)) entries.push(failed);
  }
  entries.sort((left, right) => left.started_at.localeCompare(right.started_at));
  return { pulls: entries.slice(-limit), fault };
}

/** One service whose state cannot be read must not hide the pulls of the others. */
async function readClosed(
  reader: HistoryReader,
  workflowId: string,
  chain: Chain,
): Promise<{ readonly state: AnyState | null; readonly fault: CollectorError | null }> {
  try {
    return { state: await stateOfClosedChain(reader, workflowId, chain), fault: null };
  } catch (error) {
    if (error instanceof CollectorError) return { state: null, fault: error };
    throw error;
  }
}

function historyInWords(name: string, pulls: readonly HistoryEntry[], fault: CollectorError | null): string {
  if (fault === null) return pulls.length === 0 ? `${name}: no pull yet` : pullsInWords(name, pulls);
  const why = `${name}: what its pulls did cannot be read: ${errorInWords(fault.report())}`;
  return pulls.length === 0 ? why : `${pullsInWords(name, pulls)}\n${why}`;
}

function pullsInWords(name: string, pulls: readonly HistoryEntry[]): string {
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
