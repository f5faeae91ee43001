import { Client, WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { loadConfig } from '../config/load-config';
import { createRedactor } from '../config/secrets/redaction';
import { connectEngine } from '../engine/connection';
import { KeyRing } from '../engine/encryption/key-ring';
import { clientStorage, storageFolder, workerStorage } from '../engine/external-storage/payload-storage';
import { dataConverter } from '../engine/payloads/data-converter';
import { bundleOf } from './bundle-of';
import type { WorkerOptions } from './run-worker';

/** So many of the newest runs of each service are replayed. */
const RUNS_EACH = 20;

/** A run that waits for its tick has its start in its history, and nothing to replay. */
const EVENTS_OF_WAITING = 2;

interface RecordedRun {
  readonly workflowId: string;
  readonly history: temporal.api.history.v1.IHistory;
}

/**
 * Replays the newest real runs of every configured service with the code at hand, and says of each whether it fits.
 * Nothing is changed, sent or asked of anybody but Temporal. True when all of them fit. Throws ConfigErrors and
 * CollectorError.
 *
 * @param say takes one line
 */
export async function verifyHistories(options: WorkerOptions, say: (line: string) => void): Promise<boolean> {
  const loaded = loadConfig(options.configFile, { env: process.env, now: new Date(), judgeHistory: 'warn' });
  options.onSecrets(createRedactor(loaded.secrets));
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined), // what does not fit is said below, once
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
    },
  });
  const folder = storageFolder(loaded);
  const ring = new KeyRing(loaded.config.globals.encryption);
  const { target, connection } = await connectEngine({
    ...(options.folder !== undefined && { folder: options.folder }),
    env: process.env,
    proxy: loaded.config.globals.temporal?.proxy,
  });
  try {
    const converter = dataConverter(clientStorage(folder), ring);
    const client = new Client({ connection, namespace: target.namespace, dataConverter: converter });
    const replayed = Worker.runReplayHistories(
      {
        workflowBundle: await bundleOf(options.bundle, ring),
        dataConverter: dataConverter(workerStorage(folder), ring),
      },
      recordedRuns(
        client,
        loaded.services().map(({ workflowId }) => workflowId),
      ),
    );
    let [runs, faults] = [0, 0];
    for await (const { workflowId, runId, error } of replayed) {
      runs += 1;
      if (error) faults += 1;
      say(`${workflowId} ${runId}: ${error ? `does not fit this code: ${error.message}` : 'fits'}`);
    }
    say(
      faults === 0
        ? `${runs} runs were replayed, and all of them fit: this code can take over from the one that made them`
        : `${faults} of ${runs} runs do not fit: pulls under way would fail with error 619 and begin anew`,
    );
    return faults === 0;
  } finally {
    await connection.close();
  }
}

async function* recordedRuns(client: Client, workflowIds: readonly string[]): AsyncGenerator<RecordedRun> {
  for (const workflowId of workflowIds) {
    const query = `WorkflowId = '${workflowId.replaceAll("'", "''")}'`;
    let taken = 0;
    for await (const { runId } of client.workflow.list({ query, pageSize: RUNS_EACH + 1 })) {
      const history = await historyOf(client, workflowId, runId);
      if (history === null || (history.events?.length ?? 0) <= EVENTS_OF_WAITING) continue;
      yield { workflowId, history };
      taken += 1;
      if (taken >= RUNS_EACH) break;
    }
  }
}

/** Null for a run that is gone since it was listed. */
async function historyOf(client: Client, workflowId: string, runId: string): Promise<RecordedRun['history'] | null> {
  try {
    return await client.workflow.getHandle(workflowId, runId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
