import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { ConfigErrors } from '../../config/config-errors';
import { EditWatch } from '../../config/edit-watch';
import { loadConfig, type LoadedConfig } from '../../config/load-config';
import { HIGHEST_PORT } from '../../config/port';
import { renderConfigErrors } from '../../config/render-config-errors';
import { readFaultInWords, secretIn } from '../../config/secrets/read-secret-files';
import { createRedactor } from '../../config/secrets/redaction';
import { throughGate } from '../../config/terminal';
import { KeyRing } from '../../engine/encryption/key-ring';
import { clientStorage, storageFolder } from '../../engine/external-storage/payload-storage';
import { ReadableCodec } from '../../engine/external-storage/readable-codec';
import { startCodecServer } from '../../engine/payloads/codec-server';
import { CollectorError } from '../../errors/collector-error';
import { errorInWords } from '../../errors/error-report';
import { every } from '../every';

/** Exit code of a wrong configuration. */
const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;

const LOOK_MS = 1_000;

/** A shorter token could be guessed. */
const LEAST_TOKEN_CHARACTERS = 20;

interface Options {
  readonly config: string;
  readonly listen: string;
  readonly origins: string;
  readonly tokenFile?: string;
}

/**
 * The codec endpoint as a service of its own, for a Web UI that is not run by `up`. It reads only `globals` of the
 * configuration: it needs the keys, and no token of a source or of Devo.
 */
async function main(): Promise<void> {
  const options = new Command('codec')
    .description('Decrypts and unpacks payloads for the Temporal Web UI, until it is told to stop.')
    .option('--config <file>', 'configuration', process.env['CTCI_CONFIG'] ?? 'config.yaml')
    .option('--listen <address>', 'address to listen on', process.env['CTCI_CODEC_LISTEN'] ?? '127.0.0.1:8234')
    .option('--origins <list>', 'origins of the Web UI', process.env['CTCI_CODEC_ORIGINS'] ?? 'http://localhost:8080')
    .option('--token-file <file>', 'file that holds the token of this endpoint', process.env['CTCI_CODEC_TOKEN_FILE'])
    .parse()
    .opts<Options>();
  const loaded = loadGlobals(options.config);
  const token = readToken(options.tokenFile);
  const mask = createRedactor([...loaded.secrets, token]);
  const ring = new KeyRing(loaded.config.globals.encryption);
  const { host, port } = splitListen(options.listen);
  const origins = options.origins.split(',').map((origin) => origin.trim().replace(/\/$/, ''));
  const server = await startCodecServer({
    codec: new ReadableCodec(clientStorage(storageFolder(loaded)), ring),
    token,
    host,
    port: { port, setting: '--listen' },
    origins: () => origins,
  });
  const edits = new EditWatch(options.config);
  const watch = every(LOOK_MS, () => {
    if (edits.look()) renewKeys(options.config, ring, mask);
  });
  process.on('SIGHUP', () => renewKeys(options.config, ring, mask));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      watch.stop();
      void server.close().then(() => process.exit(0));
    });
  say(`Codec endpoint: listens on ${host}:${port} for ${origins.join(', ')}, keys ${keysInWords(ring)}`);
}

function loadGlobals(file: string): LoadedConfig {
  return loadConfig(file, { env: process.env, now: new Date(), only: 'globals' });
}

/** A configuration that cannot be used leaves the keys that are there in use. */
function renewKeys(file: string, ring: KeyRing, mask: (text: string) => string): void {
  try {
    ring.use(loadGlobals(file).config.globals.encryption);
    say(`Codec endpoint: ${file} was read again, keys ${keysInWords(ring)}`);
  } catch (error) {
    complain(mask(`Codec endpoint: ${file} was edited and cannot be used; the keys stay. ${inWords(error)}`));
  }
}

function keysInWords({ ids }: KeyRing): string {
  return ids.length === 0 ? 'none' : ids.join(', ');
}

function readToken(file: string | undefined): string {
  const setting = 'CTCI_CODEC_TOKEN_FILE';
  if (file === undefined || file === '') throw new CollectorError('setting_missing', { setting, seen: 'nothing' });
  let token: string;
  try {
    token = secretIn(readFileSync(file, 'utf8')).trim();
  } catch (error) {
    throw new CollectorError('secret_file_unreadable', { setting, seen: readFaultInWords(error), cause: error });
  }
  if (token.length >= LEAST_TOKEN_CHARACTERS) return token;
  const seen = `a token of ${token.length} characters; at least ${LEAST_TOKEN_CHARACTERS} are wanted`;
  throw new CollectorError('setting_value', { setting, seen });
}

function splitListen(address: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(address) ?? [];
  if (host !== undefined && Number(port) <= HIGHEST_PORT) return { host, port: Number(port) };
  const wanted = `an address with a port up to ${HIGHEST_PORT} is wanted, such as 127.0.0.1:8234`;
  const seen = `${JSON.stringify(address)}; ${wanted}`;
  throw new CollectorError('setting_value', { setting: '--listen', seen });
}

function inWords(error: unknown): string {
  if (error instanceof ConfigErrors) return renderConfigErrors(error.errors, { color: false });
  if (error instanceof CollectorError) return errorInWords(error.report());
  return error instanceof Error ? error.message : String(error);
}

function say(line: string): void {
  process.stdout.write(throughGate(`${line}\n`));
}

function complain(line: string): void {
  process.stderr.write(throughGate(`${line}\n`));
}

main().catch((error: unknown) => {
  complain(inWords(error));
  const isConfig = error instanceof ConfigErrors || (error instanceof CollectorError && error.name === 'SetupError');
  process.exit(isConfig ? EXIT_CONFIG : EXIT_FAILED);
});
