import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { WORKFLOW_TYPE } from '../../../../domain/message-names';
import { startDevServer } from '../../../../engine/server/dev-server';
import type { Engine } from '../../../../engine/engine';
import { choosePort } from '../../../../engine/server/free-port';
import type { CtciSimulator } from '../../../../simulators/ctci/ctci-simulator';
import { startCtciSimulator } from '../../../../simulators/ctci/start-ctci-simulator';
import type { DevoSimulator } from '../../../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../../../simulators/devo/start-devo-simulator';
import { runClient, startClient, type Ended } from '../built-client';
import { canariesOf, makeSecrets } from '../canaries';
import { faultyConfig, SECRET_FILES, VARIABLES } from './faulty-config';
import { startFaultyPeer } from './faulty-peer';
import type { Canary } from '../secret-search';
import { storedHistories } from '../stored-histories';
import { startTlsPeers } from './tls-peers';

/**
 * The built worker and client on a Temporal of their own, among peers that fail in every way and repeat what they
 * hear.
 */
export class CollectorAmongFaults {
  /** All that the programs said, and all that can be looked at from outside. */
  readonly places = new Map<string, string>();
  private workerLog = '';

  private constructor(
    readonly folder: string,
    readonly canaries: readonly Canary[],
    readonly ctci: CtciSimulator,
    readonly devo: DevoSimulator,
    private readonly engine: Engine,
    private readonly worker: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
    private readonly metrics: string,
    private readonly closePeers: () => Promise<unknown>,
  ) {
    for (const stream of [worker.stdout, worker.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.workerLog += chunk.toString('utf8');
      });
  }

  static async start(): Promise<CollectorAmongFaults> {
    const cliPath = process.env['TEST_TEMPORAL_CLI'];
    if (!cliPath) throw new Error('TEST_TEMPORAL_CLI is not set');
    const folder = mkdtempSync(join(tmpdir(), 'ctci-canary-'));
    const secrets = makeSecrets();
    const [faulty, tls] = await Promise.all([startFaultyPeer(), startTlsPeers()]);
    const ctci = await startCtciSimulator({
      apiToken: secrets.ctciToken,
      username: 'me',
      password: secrets.password,
      hold: true,
    });
    const devo = await startDevoSimulator({ domain: 'acme', token: secrets.devoToken });
    const engine = await startDevServer({
      cliPath,
      folder: join(folder, 'engine'),
      port: { port: 0 },
      uiPort: { port: 0 },
      log: () => undefined,
    });
    const metrics = `127.0.0.1:${await choosePort({ port: 0 })}`;
    writeFileSync(
      join(folder, 'config.yaml'),
      faultyConfig({
        ctci: ctci.url,
        lookupApi: devo.lookupApiUrl,
        ingestion: devo.url,
        faulty: faulty.url,
        metrics,
        foreignPort: tls.foreignPort,
        hangingUpPort: tls.hangingUpPort,
        certificates: { chain: tls.files.chain, cert: tls.files.cert, key: tls.files.key },
      }),
    );
    writeSecret(folder, SECRET_FILES.faultyToken, secrets.faultyToken);
    writeSecret(folder, SECRET_FILES.refusedPassword, secrets.refusedPassword);
    writeSecret(folder, SECRET_FILES.ingestion, secrets.ingestionToken);
    const env = {
      LOG_LEVEL: 'trace',
      TEMPORAL_ADDRESS: engine.address,
      HTTPS_PROXY: `http://me:${secrets.proxyPassword}@127.0.0.1:1`,
      [VARIABLES.ctci]: secrets.ctciToken,
      [VARIABLES.password]: secrets.password,
      [VARIABLES.devo]: secrets.devoToken,
      [VARIABLES.faultyDevo]: secrets.faultyDevoToken,
      [VARIABLES.obfuscation]: secrets.obfuscationKey,
    };
    const worker = startClient(['worker'], env, folder);
    const closePeers = (): Promise<unknown> => Promise.all([faulty.close(), tls.close(), ctci.close(), devo.close()]);
    const collector = new CollectorAmongFaults(
      folder,
      canariesOf(secrets, tls.privateKey),
      ctci,
      devo,
      engine,
      worker,
      env,
      metrics,
      closePeers,
    );
    await collector.untilLogged('Worker started');
    return collector;
  }

  /** Starts a service's chain as a newer version of the collector would have left it. */
  async startFromTheFuture(service: string): Promise<void> {
    const connection = await Connection.connect({ address: this.engine.address });
    const client = new Client({ connection, namespace: this.engine.namespace });
    await client.workflow.start(WORKFLOW_TYPE, {
      workflowId: `canary-1-good-${service}`,
      taskQueue: 'ctci-collector-canary-1',
      cronSchedule: '@every 86400s',
      args: [{ input: 'good', service }, { version: 999 }],
    });
    await connection.close();
  }

  /** Runs a verb, and keeps what it said. */
  async run(...args: string[]): Promise<Ended> {
    const ended = await runClient(args, this.env, this.folder);
    this.places.set(`output of ${args.join(' ')}`, `${ended.stdout}${ended.stderr}`);
    return ended;
  }

  /** Stops the worker and gathers everything that is left to be looked at. */
  async gather(): Promise<void> {
    const { address, namespace, uiUrl } = this.engine;
    this.places.set('metrics', await textAt(`http://${this.metrics}/metrics`));
    await this.stopWorker();
    this.places.set('log of the worker', this.workerLog);
    for (const [name, text] of await storedHistories(address, namespace)) this.places.set(name, text);
    await this.gatherFromUi(`${uiUrl ?? ''}/api/v1/namespaces/${namespace}`);
    for (const path of ['/', '/_sim/state', '/_sim/deploys', '/_sim/events', '/lookups/Good_Lookup'])
      this.places.set(`Devo simulator ${path}`, await textAt(`${this.devo.url}${path}`));
    for (const path of ['/_sim/state', '/_sim/rows'])
      this.places.set(`CTCI simulator ${path}`, await textAt(`${this.ctci.url}${path}`));
    const engineFolder = join(this.folder, 'engine');
    for (const name of readdirSync(engineFolder))
      this.places.set(`file ${name} of Temporal`, readFileSync(join(engineFolder, name), 'latin1'));
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.engine.stop();
    await this.closePeers();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async gatherFromUi(base: string): Promise<void> {
    const list = await textAt(`${base}/workflows`);
    this.places.set('workflows in the UI', list);
    for (const name of this.places.keys()) {
      const [, id, run] = /^history of (\S+) (\S+)$/.exec(name) ?? [];
      if (id === undefined || run === undefined) continue;
      this.places.set(`UI: ${id} ${run}`, await textAt(`${base}/workflows/${id}?execution.runId=${run}`));
      this.places.set(
        `UI: events of ${id} ${run}`,
        await textAt(`${base}/workflows/${id}/history?execution.runId=${run}`),
      );
    }
  }

  private async stopWorker(): Promise<void> {
    if (this.worker.exitCode !== null || this.worker.signalCode !== null) return;
    const ended = new Promise((resolve) => this.worker.once('close', resolve));
    this.worker.kill('SIGTERM');
    await ended;
  }

  private untilLogged(words: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.workerLog.includes(words)) resolve();
      };
      this.worker.stdout?.on('data', look);
      this.worker.once('close', () => reject(new Error(`The worker has ended: ${this.workerLog}`)));
      look();
    });
  }
}

function writeSecret(folder: string, name: string, value: string): void {
  writeFileSync(join(folder, name), `${value}\n`, { mode: 0o600 });
}

async function textAt(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}
