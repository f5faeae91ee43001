import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from './process-identity';

const POLL_MS = 20;
/** The dev server needs about 0.1 s to close its database; a loaded machine gets more. */
const GRACE_MS = 8_000;
const AFTER_KILL_MS = 5_000;

/** Ends a process: asks first, forces after the grace. Returns when it is gone. */
export async function endProcess(pid: number, graceMs: number = GRACE_MS): Promise<void> {
  tellToEnd(pid);
  if (await isGone(pid, graceMs)) return;
  signal(pid, 'SIGKILL');
  await isGone(pid, AFTER_KILL_MS);
}

/** Asks a process to end, and waits for nothing. */
export function tellToEnd(pid: number): void {
  signal(pid, 'SIGTERM');
  signal(pid, 'SIGCONT'); // a process that stands still (SIGSTOP) would not hear of it
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await wait(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It went by itself in the meantime: that is what was wanted.
  }
}
