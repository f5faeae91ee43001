import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { commandByPs, processIdsByPs, startByPs, stateByPs } from './process-by-ps';

/** macOS has none, and neither have some hardened systems. */
const HAS_PROC = existsSync('/proc/self/stat');

/** Names one process, also after its pid was given again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** See `startTicks`. */
  readonly start_ticks: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, start_ticks: startTicks(process.pid) };
}

/** Whether it is another process than this one, and still lives. */
export function isOtherLiving({ pid, start_ticks }: ProcessIdentity): boolean {
  return pid !== process.pid && isAlive(pid) && startTicks(pid) === start_ticks;
}

/**
 * What can be known of a process by its id. A pid alone proves little: it is given again after a restart of the
 * machine, and a dead child that nobody has waited for (a zombie, usual in containers) still answers to signal 0.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return HAS_PROC ? processStat(pid)?.state !== 'Z' : !stateByPs(pid)?.startsWith('Z');
}

/**
 * When the process began: with the pid it names one process. Clock ticks since the machine's start, or the time that
 * `ps` tells where there is no /proc; null where there is neither.
 */
export function startTicks(pid: number): string | null {
  return HAS_PROC ? (processStat(pid)?.startTicks ?? null) : startByPs(pid);
}

/** The words of its command line, or null where there is no such process. By `ps`, words with blanks fall apart. */
export function commandLine(pid: number): readonly string[] | null {
  if (!HAS_PROC) return commandByPs(pid)?.split(' ') ?? null;
  const text = readOrNull(`/proc/${pid}/cmdline`);
  return text === null ? null : text.split('\0').filter((word) => word !== '');
}

/** The folder in which it works, or null where that cannot be known. */
export function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** Ids of all processes. */
export function processIds(): number[] {
  return HAS_PROC
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
    : processIdsByPs();
}

interface ProcessStat {
  readonly state: string;
  readonly startTicks: string;
}

function processStat(pid: number): ProcessStat | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  if (text === null) return null;
  // proc(5): the name in brackets may hold anything; after it, state is field 3 and the start time is field 22.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  return state === undefined || ticks === undefined ? null : { state, startTicks: ticks };
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
