import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from '../engine/docker.mjs';
import { WORKFLOW_BUNDLE } from '../../setup/files/leftovers.mjs';
import { ROOT } from '../../setup/project.mjs';
import { runCommand } from '../../setup/run-command.mjs';
import { seconds } from '../../setup/narrator.mjs';

/** Two installations with npm and a compiler, on a busy machine. */
const BUILD_MS = 30 * 60_000;

const BUNDLE_MS = 5 * 60_000;

/** The same that the tests of an engine upgrade to. */
const OTHER_WORKFLOWS = join('test', 'engine', 'watch', 'other-workflows.ts');

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
 * The collector's image, and beside it two to upgrade to: `next` is the same program under another version, `other` is
 * one whose pulls take other steps, as after a change of which nobody thought what runs are under way.
 *
 * @param {import('../engine/docker.mjs').Client} client
 * @param {{ collector: string, narrator: import('../../setup/narrator.mjs').Narrator }} options
 * @returns {Promise<{ next: string, other: string }>}
 */
export async function buildCollectorImages(client, { collector, narrator }) {
  await buildImage(client, { collector, narrator });
  const next = await buildUpon(client, { collector, version: 'next' });
  const other = await buildUpon(client, { collector, version: 'other', prepare: bundleOtherWorkflows });
  return { next, other };
}

/** An image upon the collector's; `prepare` puts files into a folder and returns the lines that take them over. */
async function buildUpon(client, { collector, version, prepare = async () => '' }) {
  const image = `${collector}-${version}`;
  const folder = mkdtempSync(join(tmpdir(), 'ctci-next-'));
  try {
    const lines = `LABEL org.opencontainers.image.version=${version}\nENV CTCI_IMAGE=${version}\n`;
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${collector}\n${lines}${await prepare(folder)}`);
    await docker(client, ['build', '--network=host', '--quiet', '--tag', image, folder], { timeoutMs: BUILD_MS });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return image;
}

async function bundleOtherWorkflows(folder) {
  const program = join(ROOT, 'tools', 'setup', 'build', 'bundle-main.mjs');
  const args = [program, join(folder, WORKFLOW_BUNDLE), OTHER_WORKFLOWS];
  const { code, output } = await runCommand(process.execPath, args, { timeoutMs: BUNDLE_MS });
  if (code !== 0) throw new Error(`the other workflows cannot be bundled: ${output.trim()}`);
  return `COPY --chmod=644 ${WORKFLOW_BUNDLE} dist/\n`;
}
