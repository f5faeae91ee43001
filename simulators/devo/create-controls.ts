import { ControlRefused } from '../http/control-answer';
import type { FaultQueue } from '../http/fault-queue';
import type { Backend } from './backend';
import type { Controls } from './control';
import { devoFault, type DevoFault } from './devo-fault';
import type { ForeignChange, LookupState } from './devo-simulator';
import { foreignDeployOf } from './lookups/foreign-change';
import type { EventStore } from './event-store';
import { rowObjects } from './lookups/lookup';

interface ControlParts {
  readonly backend: Backend;
  readonly faults: FaultQueue<DevoFault>;
  readonly events: EventStore;
  readonly domain: string;
  readonly jobDelayMs: number;
  readonly requests: () => Readonly<Record<string, number>>;
  readonly tokensRefused: () => number;
}

const JOBS_SHOWN = 10;

/** What can be asked of the simulator itself, from a program or through `/_sim`. */
export function createControls({
  backend,
  faults,
  events,
  domain,
  jobDelayMs,
  requests,
  tokensRefused,
}: ControlParts): Controls {
  function lookup(name: string): LookupState | null {
    const status = backend.status(name);
    if (status === null) return null;
    return {
      name,
      status: status.status,
      rows: backend.lookup(name)?.rows.size ?? 0,
      columns: status.columns.map((column) => column.name),
      key: status.key,
      minimumRows: backend.minimumRows(name),
      jobs: (backend.jobs.of(name) ?? []).slice(-JOBS_SHOWN).map((job) => ({
        id: job.id,
        outcome: job.outcome,
        statuses: job.statuses.map((one) => `${one.code}: ${one.msg}`),
      })),
    };
  }

  function allLookups(): readonly LookupState[] {
    const names = new Set([
      ...backend.lookups().map((one) => one.name),
      ...backend.jobs.all().map((job) => job.lookup),
    ]);
    return [...names].map(lookup).filter((one) => one !== null);
  }

  function foreignDeploy(name: string, change: ForeignChange): string {
    const running = backend.jobs.running(name);
    if (running !== null) throw new ControlRefused(`job ${running.id} of ${name} is running`);
    const started = backend.deploy(name, foreignDeployOf(backend, name, change), {
      durationMs: jobDelayMs,
      emptyPolls: 0,
      failure: null,
    });
    if ('jobId' in started) return started.jobId;
    throw new ControlRefused(`job ${started.busyWith} of ${name} is running`);
  }

  function rows(name: string): readonly Readonly<Record<string, string>>[] | null {
    const found = backend.lookup(name);
    return found === null ? null : rowObjects(found);
  }

  return {
    state: () => ({
      domain,
      lookups: allLookups(),
      overlaps: backend.overlaps(),
      events: events.total(),
      faults: faults.list(),
      requests: requests(),
      tokensRefused: tokensRefused(),
    }),
    lookup,
    rows,
    foreignDeploy,
    deploys: () => backend.deploys(),
    overlaps: () => backend.overlaps(),
    minimumRows: (name) => backend.minimumRows(name),
    events: () => events.list(),
    tables: () => events.tables(),
    clearEvents: () => events.clear(),
    fail: (fault) => faults.add(devoFault.parse(fault)),
    clearFaults: () => faults.clear(),
    removeLookup: (name) => backend.removeByHand(name),
    finishJobs: () => backend.jobs.finishAll(),
  };
}
