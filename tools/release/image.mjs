import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker, tryDocker } from '../containers/engine/docker.mjs';
import { provideEngine } from '../containers/engine/provide-engine.mjs';
import { provideBaseImages } from '../containers/images/base-images.mjs';
import { buildImage } from '../containers/images/collector-image.mjs';
import { readImageNames } from '../containers/images/image-names.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { digestsFile, imageByDigest } from './image-digests.mjs';

const SAVE_MS = 30 * 60_000;

/**
 * Builds the collector's image and saves it as an archive that `docker load` reads; where a registry answers, with its
 * base by digest, and a Compose file that pins the images of other makers by theirs.
 *
 * @param {{ out: string, commit: string, version: string, ownEngine: boolean,
 *   narrator: import('../setup/narrator.mjs').Narrator }} options `ownEngine`: start an engine where none runs
 */
export async function saveImage({ out, commit, version, ownEngine, narrator }) {
  const engine = await findEngine(ownEngine, narrator);
  if (engine === null) {
    const how = '"docker version" fails; -- --own-engine starts one, as root on Debian';
    return narrator.say(`Image archive: left out, for no container engine answers here (${how})`);
  }
  const images = readImageNames();
  try {
    const node = await imageByDigest(engine.client, images.node);
    if (node === null) await provideBaseImages(engine.client, [images.node], narrator);
    const labels = { REVISION: commit, VERSION: version, ...(node === null ? {} : { NODE_IMAGE: node }) };
    await buildImage(engine.client, { collector: images.collector, narrator, labels });
    const file = join(out, `ctci-collector-image-${version}.tar`);
    await docker(engine.client, ['save', '--output', file, images.collector], { timeoutMs: SAVE_MS });
    const { code, output } = await runCommand('gzip', ['--no-name', file], { timeoutMs: SAVE_MS });
    if (code !== 0) throw new SetupError(`gzip ended with ${code}:\n${output.trim()}`);
    if (node === null) return narrator.say('Digests of base images: left out, for no registry answers here');
    await writeDigests(engine.client, images.services, join(out, `ctci-collector-digests-${version}.yml`));
  } finally {
    await engine.stop();
  }
}

async function findEngine(ownEngine, narrator) {
  const client = { program: 'docker', environment: { ...process.env } };
  const there = await tryDocker(client, ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 20_000 });
  if (there.code === 0) return { client, stop: async () => undefined };
  if (!ownEngine) return null;
  return (await provideEngine(narrator, { own: true })).toBuild();
}

async function writeDigests(client, services, file) {
  const pinned = {};
  for (const [service, image] of Object.entries(services)) pinned[service] = await imageByDigest(client, image);
  const text = digestsFile(pinned);
  if (text !== null) writeFileSync(file, text);
}
