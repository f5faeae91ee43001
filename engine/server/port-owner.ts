import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTENING = '0A'; // state in /proc/net/tcp

/**
 * Whether it is this process that listens on the port, or null where that cannot be known (no /proc).
 * An answer at the address alone proves nothing: another start may have taken the port a moment before.
 */
export function listensOn(pid: number, port: number): boolean | null {
  try {
    const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`)));
    return ['tcp', 'tcp6']
      .flatMap((table) => listeners(`/proc/${pid}/net/${table}`, port))
      .some((inode) => sockets.has(`socket:[${inode}]`));
  } catch {
    return existsSync('/proc/self/fd') ? false : null; // gone already
  }
}

/** Inodes of the sockets that listen on the port: proc_net_tcp(5), local address in field 1, state in 3, inode in 9. */
function listeners(file: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return lines.flatMap((fields) =>
    fields[1]?.endsWith(suffix) && fields[3] === LISTENING && fields[9] ? [fields[9]] : [],
  );
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed since it was listed
  }
}
