import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { choosePort } from '../../../engine/server/free-port';
import type { ServerCommand } from '../../../engine/server/server-command';
import { spawnServer, type SpawnedServer } from '../../../engine/server/spawn-server';
import { endLater } from './left-processes';

/** A Temporal that can be killed and comes back with what it had. */
export interface EngineProcess {
  readonly port: number;
  readonly address: string;
  /** With everything that it has written: its database and its log. */
  readonly folders: readonly string[];
  /** SIGKILL: nothing is closed, nothing flushed. */
  kill(): Promise<void>;
  /** Starts it again, on the same database and port. */
  restart(): Promise<void>;
  /** Where it is a server of its own. */
  readonly database?: { stop(): Promise<void>; start(): Promise<void> };
  close(): Promise<void>;
}

/** A Temporal dev server with its SQLite file in a folder of its own. */
export async function startEngineProcess(cliPath: string, folder: string): Promise<EngineProcess> {
  mkdirSync(folder, { recursive: true });
  const reserved = new Set<number>();
  async function freePort(): Promise<number> {
    const port = await choosePort({ port: 0 }, reserved);
    reserved.add(port);
    return port;
  }
  const command: ServerCommand = {
    database: join(folder, 'temporal.db'),
    namespace: 'default',
    port: await freePort(),
    uiPort: null,
    httpPort: await freePort(),
    metricsPort: await freePort(),
    codecEndpoint: null,
  };
  const address = `127.0.0.1:${command.port}`;
  let server: SpawnedServer | null = null;
  let forget: () => void = () => undefined;
  let turn: Promise<void> = Promise.resolve();

  /** Two kills may come so close that the second restart meets the first: one server on a database is enough. */
  function inTurn(work: () => Promise<void>): () => Promise<void> {
    return () => {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    };
  }

  async function bringUp(): Promise<void> {
    if (server !== null) return;
    server = await spawnServer(cliPath, folder, command);
    forget = endLater(server);
    await server.untilReady(address);
  }

  async function bringDown(): Promise<void> {
    if (server === null) return;
    const { pid, ended } = server;
    server = null;
    process.kill(pid, 'SIGKILL');
    const waiting = setInterval(() => undefined, 1000); // the server's process does not keep this one alive
    await ended;
    clearInterval(waiting);
    forget();
  }

  await bringUp();
  return {
    port: command.port,
    address,
    folders: [folder],
    kill: inTurn(bringDown),
    restart: inTurn(bringUp),
    close: inTurn(bringDown),
  };
}
