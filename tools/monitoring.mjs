// `npm run monitoring`: tries metrics, alerts and dashboard with Debian's Prometheus, which is unpacked into the user's
// cache when there is none on the path.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from './setup/project.mjs';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ctci-collector', 'prometheus');

/** Runs a program to its end, its words on ours; says whether it went well. */
function run(program, args, cwd) {
  return spawnSync(program, args, { cwd, stdio: 'inherit' }).status === 0;
}

function fetchPrometheus() {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-prometheus-package-'));
  try {
    console.log('Prometheus: fetching the package of Debian');
    run('apt-get', ['download', 'prometheus'], folder);
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
    if (file === undefined) return false;
    mkdirSync(CACHE, { recursive: true });
    return run('dpkg-deb', ['-x', join(folder, file), CACHE], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const places = [...(process.env.PATH ?? '').split(delimiter), join(CACHE, 'usr', 'bin')];
if (!places.some((folder) => existsSync(join(folder, 'prometheus'))) && !fetchPrometheus()) {
  console.error(
    'There is no Prometheus: it is not on PATH, and Debian\'s package cannot be had ("apt-get update" may help, ' +
      'or any prometheus and promtool on PATH)',
  );
  process.exit(1);
}
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const rules = run(process.execPath, [jest, 'test/monitoring', '--selectProjects', 'rooms'], ROOT);
const real = run(process.execPath, [jest, 'test/end-to-end/monitoring/prometheus', '--selectProjects', 'engine'], ROOT);
process.exitCode = rules && real ? 0 : 1;
