import { spawn } from 'node:child_process';

/**
 * Leaves a small process behind that waits on a pipe from this one. When this process dies, in whatever way, the
 * pipe closes, and it ends the server and removes its folder: jest killed by a CI must leave nothing running.
 */
export function endWithParent(pid: number, folder: string): void {
  const watch = `
    process.stdin.resume();
    process.stdin.on('close', () => {
      try { process.kill(${pid}, 'SIGTERM'); } catch {}
      setTimeout(() => {
        try { process.kill(${pid}, 'SIGKILL'); } catch {}
        require('node:fs').rmSync(process.argv[1], { recursive: true, force: true });
      }, 2000);
    });`;
  const watcher = spawn(process.execPath, ['-e', watch, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  const pipe = watcher.stdin as unknown as { unref(): void }; // a child's stdin is a socket; its type does not say so
  pipe.unref();
}
