import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePort } from '../../engine/server/free-port';
import { spawnServer } from '../../engine/server/spawn-server';
import { bundleWorkflowsTo, findTemporalCli } from './test-engine-tools';
import { endWithParent } from './end-with-parent';

/** What the teardown needs; jest runs both in one process. */
declare global {
  var testEngine: { pid: number; folder: string } | undefined;
}

/**
 * One Temporal dev server and one workflow bundle for the whole run. Tests find them in
 * TEST_TEMPORAL_ADDRESS, TEST_TEMPORAL_CLI and TEST_WORKFLOW_BUNDLE (unset while there are no workflows).
 */
export default async function startDevServer(): Promise<void> {
  const cliPath = await findTemporalCli();
  const folder = await mkdtemp(join(tmpdir(), 'ctci-test-engine-'));
  const port = await choosePort({ port: 0 });
  const httpPort = await choosePort({ port: 0 }, new Set([port]));
  const [server, bundle] = await Promise.all([
    spawnServer(cliPath, folder, {
      database: join(folder, 'temporal.db'),
      namespace: 'default',
      port,
      uiPort: null,
      httpPort,
      metricsPort: await choosePort({ port: 0 }, new Set([port, httpPort])),
      codecEndpoint: null,
    }),
    bundleWorkflowsTo(join(folder, 'workflow-bundle.js')),
  ]);
  endWithParent(server.pid, folder);
  globalThis.testEngine = { pid: server.pid, folder };
  const address = `127.0.0.1:${port}`;
  await server.untilReady(address);
  process.env['TEST_TEMPORAL_ADDRESS'] = address;
  process.env['TEST_TEMPORAL_CLI'] = cliPath;
  if (bundle !== null) process.env['TEST_WORKFLOW_BUNDLE'] = bundle;
}
