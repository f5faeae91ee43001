import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from '../engine/docker.mjs';
import { ROOT } from '../../setup/project.mjs';
import { seconds } from '../../setup/narrator.mjs';

/** Two installations with npm and a compiler, on a busy machine. */
const BUILD_MS = 30 * 60_000;

/** What the image may hold, unpacked. */
const LARGEST_MB = 400;

/**
 * Builds the collector's image from the Dockerfile, which may not grow beyond what is promised of it.
 *
 * @param {import('../engine/docker.mjs').Client} client
 * @param {{ collector: string, narrator: import('../../setup/narrator.mjs').Narrator,
 *   labels?: Readonly<Record<string, string>> }} options `labels`: arguments of the Dockerfile
 */
export async function buildImage(client, { collector, narrator, labels = {} }) {
  const startedAt = Date.now();
  const told = Object.entries(labels).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const args = ['build', '--network=host', '--progress=plain', ...told, '--tag', collector, ROOT];
  await narrator.during(collector, docker(client, args, { timeoutMs: BUILD_MS, calm: true }), {
    everyMs: 60_000,
  });
  const size = Number(await docker(client, ['image', 'inspect', '--format', '{{ .Size }}', collector]));
  const megabytes = Math.round(size / 1_000_000);
  narrator.say(`Image: ${collector} built in ${seconds(Date.now() - startedAt)}, ${megabytes} MB unpacked`);
  if (megabytes > LARGEST_MB) throw new Error(`the image has ${megabytes} MB, more than ${LARGEST_MB}`);
}

/**
 * The collector's image, and beside it one of the next version to upgrade to.
 *
 * @param {import('../engine/docker.mjs').Client} client
 * @param {{ collector: string, narrator: import('../../setup/narrator.mjs').Narrator }} options
 * @returns {Promise<{ next: string }>}
 */
export async function buildCollectorImages(client, { collector, narrator }) {
  await buildImage(client, { collector, narrator });
  return { next: await buildNext(client, collector) };
}

/** The same program under another version, so that Compose has an image to change to. */
async function buildNext(client, collector) {
  const next = `${collector}-next`;
  const folder = mkdtempSync(join(tmpdir(), 'ctci-next-'));
  try {
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM ${collector}\nLABEL org.opencontainers.image.version=next\nENV CTCI_IMAGE=next\n`,
    );
    await docker(client, ['build', '--network=host', '--quiet', '--tag', next, folder], { timeoutMs: BUILD_MS });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return next;
}
