import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where `npm run monitoring` unpacks Debian's package. */
const CACHE = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'ctci-collector',
  'prometheus',
  'usr',
  'bin',
);

/** Prometheus or its tool, on PATH or in the user's cache; null where it is not. */
export function findPrometheus(program: 'prometheus' | 'promtool'): string | null {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), CACHE];
  return places.map((folder) => join(folder, program)).find((file) => existsSync(file)) ?? null;
}
