import type { Logger } from 'pino';
import { isOfOtherCode } from '../../engine/histories/failure-in-report';
import { readSignals, type ReceivedSignal } from '../../engine/histories/read-signals';
import { readRunEnd, readRunStart, type HistoryReader, type RunStart } from '../../engine/histories/run-events';
import { meaningOf } from '../../domain/state/signal-meaning';
import type { WatchedService } from './service-facts';

/** A worker that begins looks back so far: the one before may have died right after a run had failed. */
const LOOK_BACK_MS = 10 * 60_000;

/** The engine's list of runs is a little behind. */
const BEHIND_MS = 60_000;

/**
 * Sends the signals of runs again that failed because other code had begun them. The chain goes on with the state of
 * the run before, which knows nothing of what the failed run was told. A signal that comes twice changes nothing.
 */
export class FailedRunWatch {
  private since = new Date(Date.now() - LOOK_BACK_MS);
  private readonly seen = new Set<string>();

  /** @param found told of each run that other code had begun */
  constructor(
    private readonly reader: HistoryReader,
    private readonly taskQueue: string,
    private readonly services: () => readonly WatchedService[],
    private readonly logger: Logger,
    private readonly found: (workflowId: string) => void = () => undefined,
  ) {}

  async look(): Promise<void> {
    const now = Date.now();
    const query =
      `TaskQueue = '${this.taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Failed' ` +
      `AND CloseTime > '${this.since.toISOString()}'`;
    try {
      for await (const { workflowId, runId } of this.reader.client.workflow.list({ query })) {
        const service = this.services().find((each) => each.workflowId === workflowId);
        if (!service || this.seen.has(runId)) continue;
        await this.makeUpFor(service, runId);
        this.seen.add(runId);
      }
      this.since = new Date(now - BEHIND_MS);
    } catch {
      // The next look makes up for it; an engine that is out of reach is told elsewhere.
    }
  }

  private async makeUpFor(service: WatchedService, runId: string): Promise<void> {
    const { workflowId, input, service: name } = service;
    const end = await readRunEnd(this.reader, workflowId, runId);
    if (!end?.failure || !isOfOtherCode(end.failure)) return;
    const { signals } = await readSignals(this.reader, workflowId, runId);
    const known = signals.filter(({ name: signal, args: [value] }) => !('ignored' in meaningOf(signal, value)));
    const sent = await this.sendAgain(workflowId, runId, known);
    this.found(workflowId);
    this.logger.warn(
      `${input}/${name}: run ${runId} was begun by other code and has failed (EngineError 619); ` +
        'the chain goes on with ' +
        `the state before it, and ${sent} of its signals were sent again`,
    );
  }

  /** Not a reset that a later one has taken the place of. */
  private async sendAgain(workflowId: string, runId: string, signals: readonly ReceivedSignal[]): Promise<number> {
    if (signals.length === 0) return 0;
    const handle = this.reader.client.workflow.getHandle(workflowId);
    const [then, now] = [
      await readRunStart(this.reader, workflowId, runId),
      await readRunStart(this.reader, workflowId, (await handle.describe()).runId),
    ];
    const resetSince = resetOf(then) !== resetOf(now);
    let sent = 0;
    for (const {
      name,
      args: [value],
    } of signals) {
      if (resetSince && 'reset' in meaningOf(name, value)) continue;
      await handle.signal(name, ...(value === undefined ? [] : [value]));
      sent += 1;
    }
    return sent;
  }
}

function resetOf({ carried, seed }: RunStart): string | null {
  return (carried?.state ?? seed)?.reset_persistence_auth ?? null;
}
