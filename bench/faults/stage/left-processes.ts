import type { ChildProcess } from 'node:child_process';

const running = new Set<number>();

/** Remembers a process that must not outlive this one. Returns what forgets it again. */
export function endLater(child: Pick<ChildProcess, 'pid'>): () => void {
  const { pid } = child;
  if (pid === undefined) return () => undefined;
  running.add(pid);
  return () => void running.delete(pid);
}

/** Ends whatever was started and still runs; stopped processes too. */
export function endAllLeft(): void {
  for (const pid of running) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  }
  running.clear();
}
