import { rm } from 'node:fs/promises';
import { endProcess } from '../../engine/server/end-process';
import './start-dev-server';

/** Ends the run's dev server and removes its folder. */
export default async function stopDevServer(): Promise<void> {
  const engine = globalThis.testEngine;
  if (engine === undefined) return;
  await endProcess(engine.pid);
  await rm(engine.folder, { recursive: true, force: true });
}
