import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineProcess } from './engine-process';

const PROGRAM = join(__dirname, '..', '..', '..', '..', 'tools', 'faults-engine.mjs');

/** The server is built once, which takes minutes. */
const READY_MS = 45 * 60_000;

const ready = z.object({ port: z.number(), folders: z.array(z.string()) });
const answer = z.object({ id: z.number(), failure: z.string().optional() });

/** A real Temporal server on a real Postgres, run by a program of its own. */
export async function startPostgresEngine(folder: string): Promise<EngineProcess> {
  mkdirSync(folder, { recursive: true });
  const child = fork(PROGRAM, [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const answers = new Map<number, { done: () => void; failed: (error: Error) => void }>();
  let orders = 0;
  let running = true;
  const { port, folders } = ready.parse(await firstMessage());
  child.on('message', (message) => {
    const { id, failure } = answer.parse(message);
    if (failure === undefined) answers.get(id)?.done();
    else answers.get(id)?.failed(new Error(failure));
    answers.delete(id);
  });

  function firstMessage(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the server on Postgres did not start in time')), READY_MS);
      child.once('message', (message) => {
        clearTimeout(timer);
        resolve(message);
      });
      child.once('close', () => reject(new Error('the server on Postgres did not start')));
    });
  }

  function give(order: string): Promise<void> {
    return new Promise((done, failed) => {
      orders += 1;
      answers.set(orders, { done, failed });
      child.send({ id: orders, order });
    });
  }

  return {
    port,
    address: `127.0.0.1:${port}`,
    folders,
    async kill() {
      running = false;
      await give('kill');
    },
    async restart() {
      if (running) return;
      running = true;
      await give('restart');
    },
    database: { stop: () => give('stop-database'), start: () => give('start-database') },
    async close() {
      const waiting = setInterval(() => undefined, 1000); // a channel that is closed does not keep this process alive
      child.disconnect();
      await ended;
      clearInterval(waiting);
    },
  };
}
