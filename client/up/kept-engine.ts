import { CollectorError } from '../../errors/collector-error';
import type { PayloadCodec } from '@temporalio/common';
import { startCodecServer } from '../../engine/payloads/codec-server';
import { startDevServer } from '../../engine/server/dev-server';
import type { DevServerOptions, Engine } from '../../engine/engine';
import { engineLogPath } from '../../engine/server/engine-log';
import { splitAddress } from '../../engine/tcp-probe';
import { keepRunning } from './keep-running';
import type { StopList } from './stop-list';

/** Wished port of the payload decoder for the Web UI; a free one is taken when it is not. */
const CODEC_PORT = 8234;

/** A dev server that is started again, at the same addresses, when it dies. */
export type KeptEngine = Pick<Engine, 'address' | 'uiUrl'>;

/**
 * Starts Temporal and the decoder of its Web UI, puts both on the list of what is to be stopped, and brings Temporal
 * back when it dies: its database is on the disk, so the pulls go on where they were.
 *
 * @param decoder what the Web UI reads payloads with, and the token without which it decodes nothing, or null
 */
export async function keepEngine(
  { folder, retentionMs }: Pick<DevServerOptions, 'folder' | 'retentionMs'>,
  decoder: { readonly codec: PayloadCodec; readonly token: string | null },
  env: NodeJS.ProcessEnv,
  stops: StopList,
  say: (line: string) => void,
): Promise<KeptEngine> {
  const cliPath = env['TEMPORAL_CLI_PATH'];
  if (!cliPath)
    throw new CollectorError('cli_missing', {
      setting: 'TEMPORAL_CLI_PATH',
      seen: 'start by "npm start", which finds or makes it',
    });
  let uiOrigins: string[] = [];
  const codec = await startCodecServer({
    codec: decoder.codec,
    token: decoder.token ?? undefined,
    port: { port: CODEC_PORT },
    origins: () => uiOrigins,
  });
  stops.add('payload decoder', () => codec.close());
  const options: DevServerOptions = { cliPath, folder, retentionMs, codecEndpoint: codec.url, log: say };
  const engine = await startDevServer(options);
  if (engine.uiUrl !== null) uiOrigins = [engine.uiUrl, engine.uiUrl.replace('127.0.0.1', 'localhost')];
  if (engine.adopted) say('Temporal: going on with the server that an earlier start left behind');
  const begin = (): Promise<Engine> => startDevServer({ ...options, ...samePorts(engine) });
  const kept = keepRunning(engine, { name: 'Temporal', logFile: engineLogPath(folder), begin, say });
  stops.add(
    'Temporal',
    () => kept.stop(),
    () => kept.kill(),
  );
  return engine;
}

/** Worker, clients and browser know the addresses: they are asked for by name, and never chosen around. */
function samePorts({ address, uiUrl }: Engine): Pick<DevServerOptions, 'port' | 'uiPort'> {
  const port = { port: splitAddress(address).port, setting: 'port of Temporal' };
  return { port, uiPort: uiUrl === null ? null : { port: Number(new URL(uiUrl).port), setting: 'port of the Web UI' } };
}
