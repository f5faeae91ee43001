/**
 * Kills a process of a group of its own when this one ends before it has stopped it.
 *
 * @returns call it when the process has been stopped
 */
export function endWithThisProcess(pid: number): () => void {
  const kill = (): void => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  };
  process.on('exit', kill);
  return () => void process.off('exit', kill);
}
