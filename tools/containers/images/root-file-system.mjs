import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from '../engine/docker.mjs';
import { runCommand } from '../../setup/run-command.mjs';

/** A minute on an idle machine. */
const BOOTSTRAP_MS = 15 * 60_000;

/**
 * As in Debian's own images: apt keeps neither packages nor indexes of its own, which would make every layer larger.
 */
const APT_SETTINGS = `Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
`;

/** What no container reads; the slim images of Debian leave it out as well. */
const LEFT_OUT = [
  './var/cache/apt/archives/*.deb',
  './var/cache/apt/*.bin',
  './var/lib/apt/lists/*',
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/info/*',
  './usr/share/locale/*',
  './proc/*',
  './sys/*',
  './dev/*',
];

/**
 * Makes an image of a release of Debian, from its packages: what `debian:bookworm-slim` is.
 *
 * @param {import('../engine/docker.mjs').Client} client
 * @param {string} release such as `bookworm`
 * @param {{ image: string, label: string }} options name and label that it gets
 */
export async function makeDebianImage(client, release, { image, label }) {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-debian-'));
  try {
    const root = join(folder, 'root');
    await run('debootstrap', ['--variant=minbase', release, root], BOOTSTRAP_MS);
    writeFileSync(join(root, 'etc', 'apt', 'apt.conf.d', 'containers'), APT_SETTINGS);
    const archive = join(folder, 'root.tar');
    await run(
      'tar',
      ['--create', '--file', archive, '--directory', root, ...LEFT_OUT.map((path) => `--exclude=${path}`), '.'],
      BOOTSTRAP_MS,
    );
    await docker(client, ['import', '--change', `LABEL ${label}`, archive, image], { timeoutMs: BOOTSTRAP_MS });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(command, args, timeoutMs) {
  const { code, output } = await runCommand(command, args, { timeoutMs, calm: true });
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output.trim().slice(-2_000)}`);
}
