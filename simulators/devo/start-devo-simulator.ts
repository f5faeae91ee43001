import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPage, type Answered } from '../http/answer';
import { FaultQueue } from '../http/fault-queue';
import { listenLocally } from '../http/local-server';
import { openStateFile } from '../storage/state-file';
import { openBackend } from './backend';
import { serveControl } from './control';
import { answerRefusal } from './devo-answer';
import { DevoRefusal } from './devo-error';
import { concerns, type DevoFault, type RequestFault, type RequestKind } from './devo-fault';
import type { DevoOptions, DevoSimulator } from './devo-simulator';
import { devoState } from './devo-state';
import { createControls } from './create-controls';
import { keepEvents } from './event-store';
import { serveIngestion } from './ingestion';
import { serveLookups } from './lookups/lookups-api';
import { spoilRequest } from './spoil-request';
import { lookupPage } from './page/lookup-page';
import { overviewPage } from './page/overview-page';
import { tablePage } from './page/table-page';
import { startSyslogEndpoint } from './syslog-endpoint';

const JOB_DELAY_MS = 20; // short, for tests; the command line asks for more
const EVENT_LIMIT = 100_000;
const CSV_LIMIT_BYTES = 1024 ** 3;
const TABLES = '/tables/';

/** Starts Devo on the loopback interface: the Lookups API, event ingestion, and a page that shows what it holds. */
export async function startDevoSimulator(options: DevoOptions): Promise<DevoSimulator> {
  const log = options.log ?? (() => undefined);
  const now = options.now ?? Date.now;
  const { domain, token } = options;
  const file = openStateFile(options.stateFile, devoState, log);
  const backend = openBackend(file.load(), (state) => file.save(state), now);
  const faults = new FaultQueue<DevoFault>();
  const events = keepEvents(options.eventLimit ?? EVENT_LIMIT);
  const requests = new Map<string, number>();
  let tokensRefused = 0;
  const lookups = {
    backend,
    faults,
    domain,
    token,
    jobDelayMs: options.jobDelayMs ?? JOB_DELAY_MS,
    emptyPolls: options.emptyPolls ?? 1,
    csvLimitBytes: options.csvLimitBytes ?? CSV_LIMIT_BYTES,
  };
  const controls = createControls({
    backend,
    faults,
    events,
    domain,
    jobDelayMs: lookups.jobDelayMs,
    requests: () => Object.fromEntries(requests),
    tokensRefused: () => tokensRefused,
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<Answered> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (url.pathname.startsWith('/_sim/')) return serveControl(controls, request, response, url.pathname);
    if (url.pathname.startsWith('/lookup-api/lookup/') || url.pathname.startsWith('/stream/'))
      return serveDevo(request, response, url);
    const page = request.method === 'GET' ? findPage(url) : null;
    if (page !== null) return answerPage(response, 200, page);
    return answerRefusal(response, new DevoRefusal(404, 'not_found', 'There is nothing at this path'));
  }

  function findPage(url: URL): string | null {
    if (url.pathname === '/')
      return overviewPage({
        state: controls.state(),
        deploys: controls.deploys(),
        lookups: backend.lookups(),
        events,
        now: now(),
      });
    if (url.pathname.startsWith(TABLES)) return findTable(url.pathname.slice(TABLES.length));
    const name = /^\/lookups\/([A-Za-z0-9_]+)$/.exec(url.pathname)?.[1] ?? '';
    const lookup = backend.lookup(name);
    return lookup === null
      ? null
      : lookupPage(lookup, backend.status(name)?.status ?? '', Number(url.searchParams.get('page') ?? '1'));
  }

  function findTable(tag: string): string | null {
    const found = events.tables().find((one) => one.tag === tag);
    return found === undefined ? null : tablePage(found, (name, count) => events.newest(name, count));
  }

  async function serveDevo(request: IncomingMessage, response: ServerResponse, url: URL): Promise<Answered> {
    const kind = kindOf(request.method ?? '', url.pathname);
    const counted = `${request.method ?? ''} ${kind}`;
    requests.set(counted, (requests.get(counted) ?? 0) + 1);
    const fault = faults.take((one): one is RequestFault => concerns(one, kind));
    if (fault !== null) return spoilRequest(response, fault, now());
    try {
      return kind === 'stream'
        ? await serveIngestion({ domain, token, events, now }, request, response, url)
        : await serveLookups(lookups, request, response, url);
    } catch (error) {
      if (!(error instanceof DevoRefusal)) throw error;
      if (error.status === 401) tokensRefused += 1;
      log(`${counted} refused with ${String(error.status)}: ${error.message}`);
      return answerRefusal(response, error);
    }
  }

  const syslog = options.syslog === undefined ? null : await startSyslogEndpoint(options.syslog, events, now);
  const server = await listenLocally(serve, options.port ?? 0, log);
  return {
    ...controls,
    url: server.url,
    lookupApiUrl: `${server.url}/lookup-api`,
    port: server.port,
    syslogPort: syslog?.port ?? null,
    close: async () => {
      backend.jobs.close();
      await Promise.all([server.close(), syslog?.close()]);
    },
  };
}

function kindOf(method: string, path: string): RequestKind {
  if (path.startsWith('/stream/')) return 'stream';
  if (method !== 'GET') return 'deploy';
  return /\/job(\/|$)/.test(path) ? 'jobs' : 'lookup';
}
