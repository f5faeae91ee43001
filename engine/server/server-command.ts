import { basename, resolve } from 'node:path';
import { LOOPBACK } from './free-port';

export interface ServerCommand {
  readonly database: string;
  readonly namespace: string;
  readonly port: number;
  /** Null runs without the Web UI. */
  readonly uiPort: number | null;
  readonly httpPort: number;
  readonly metricsPort: number;
  readonly codecEndpoint: string | null;
}

/** Arguments of `temporal` for a dev server that listens on loopback only, side ports included. */
export function serverArguments(command: ServerCommand): string[] {
  const ui = command.uiPort === null ? ['--headless'] : ['--ui-ip', LOOPBACK, '--ui-port', String(command.uiPort)];
  const codec =
    command.codecEndpoint === null || command.uiPort === null ? [] : ['--ui-codec-endpoint', command.codecEndpoint];
  // "default" is always made
  const namespace = command.namespace === 'default' ? [] : ['--namespace', command.namespace];
  return [
    'server',
    'start-dev',
    '--ip',
    LOOPBACK,
    '--port',
    String(command.port),
    '--http-port',
    String(command.httpPort),
    '--metrics-port',
    String(command.metricsPort),
    '--db-filename',
    databaseArgument(command.database),
    '--log-level',
    'error',
    // Appends to a log instead of copying old pages aside first: a fifth less CPU. As durable: each commit is still
    // synced.
    '--sqlite-pragma',
    'journal_mode=wal',
    // The worker gets a step with the answer to its workflow task, without another poll: a fifth less CPU, 100 ms less
    // for two steps.
    '--dynamic-config-value',
    'system.enableActivityEagerExecution=true',
    ...ui,
    ...codec,
    ...namespace,
  ];
}

/**
 * The database as the server is told of it. SQLite takes the name for a URI, in which `#`, `?` and `%` mean something,
 * and the server looks for the folder by the very same text: so no spelling is right for both. The server works in the
 * folder of the database, and there its bare name is enough.
 */
function databaseArgument(database: string): string {
  return /[#?%]/.test(database) ? basename(database) : database;
}

/** A process, as far as it can be looked at. */
export interface LookedAt {
  readonly words: readonly string[];
  /** In which it works; null where that cannot be known. */
  readonly folder: string | null;
}

/** Whether a process is a dev server with this database. */
export function isServerOf(process: LookedAt, database: string): boolean {
  return (
    databaseOf(process) === database ||
    (databaseOf(process) !== null && process.words.join(' ').includes(` --db-filename ${database} `))
  );
}

/** The database of a process that is a dev server on this port; null for any other. */
export function listensAt(process: LookedAt, port: number): string | null {
  return valueOf(process.words, '--port') === String(port) ? databaseOf(process) : null;
}

function databaseOf({ words, folder }: LookedAt): string | null {
  const named = words.includes('start-dev') ? valueOf(words, '--db-filename') : null;
  return named === null || folder === null ? named : resolve(folder, named);
}

function valueOf(words: readonly string[], option: string): string | null {
  const at = words.indexOf(option);
  return at < 0 ? null : (words[at + 1] ?? null);
}

/** What the engine gets of the environment: enough to run, no secret, and no TEMPORAL_* that would change its ways. */
export function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'LANG', 'TZ'];
  return Object.fromEntries(names.filter((name) => env[name] !== undefined).map((name) => [name, env[name]]));
}
