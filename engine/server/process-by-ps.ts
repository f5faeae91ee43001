import { execFileSync } from 'node:child_process';

/** `ps` answers in milliseconds; one that hangs is as good as none. */
const LIMIT_MS = 2_000;

/**
 * What `ps` tells of processes, for systems without /proc such as macOS. POSIX names the options; `lstart` is known to
 * the BSDs, macOS and Linux. Null for a process that is gone, and where there is no `ps`.
 */
export function startByPs(pid: number): string | null {
  return ask(['-o', 'lstart=', '-p', String(pid)])?.trim() || null;
}

/** The command line with blanks between its words; where a word has blanks itself, nothing tells. */
export function commandByPs(pid: number): string | null {
  return ask(['-ww', '-o', 'command=', '-p', String(pid)])?.trim() || null;
}

/** State letters, `Z` for a process that has ended and that nobody has waited for. */
export function stateByPs(pid: number): string | null {
  return ask(['-o', 'state=', '-p', String(pid)])?.trim() || null;
}

/** Ids of all processes. */
export function processIdsByPs(): number[] {
  return (ask(['-A', '-o', 'pid=']) ?? '')
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
}

function ask(args: readonly string[]): string | null {
  try {
    const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }; // the same words at any time
    return execFileSync('ps', args, { encoding: 'utf8', env, timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}
