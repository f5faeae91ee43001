import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that works in a folder, or was given the folder's name. */
export interface LocalProcess {
  readonly pid: number;
  readonly command: string;
}

/** Every living process that has to do with the folder, whoever its parent is by now. */
export function processesOf(folder: string): LocalProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((name) => {
      const command = textOf(`/proc/${name}/cmdline`).replaceAll('\0', ' ');
      const place = targetOf(`/proc/${name}/cwd`);
      const belongs = command.includes(folder) || place === folder || place.startsWith(`${folder}/`);
      return belongs && isAlive(name) ? [{ pid: Number(name), command }] : [];
    });
}

/** The one process of the folder whose command line holds the words. */
export function processNamed(folder: string, words: string): LocalProcess {
  const found = processesOf(folder).filter(({ command }) => command.includes(words));
  const [only] = found;
  if (!only || found.length > 1)
    throw new Error(`${found.length} processes with "${words}": ${JSON.stringify(processesOf(folder))}`);
  return only;
}

/** Addresses (as /proc/net/tcp writes them) on which the processes listen, without ports. */
export function listeningAddresses(processes: readonly LocalProcess[]): string[] {
  const inodes = new Set(processes.flatMap(({ pid }) => socketInodes(pid)));
  const LISTEN = '0A';
  return ['tcp', 'tcp6']
    .flatMap((table) => textOf(`/proc/net/${table}`).split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && inodes.has(fields[9] ?? ''))
    .map((fields) => (fields[1] ?? '').split(':')[0] ?? '');
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(
      (name) => /^socket:\[(\d+)\]$/.exec(targetOf(`/proc/${pid}/fd/${name}`))?.[1] ?? [],
    );
  } catch {
    return [];
  }
}

/** A zombie is dead; only its parent does not know yet. */
function isAlive(pid: string): boolean {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat !== '' && stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
