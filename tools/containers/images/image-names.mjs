import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../setup/project.mjs';

/** The one that stands alone first, then those that are put beside it. */
const COMPOSE_FILES = ['docker-compose.yml', 'docker-compose.codec.yml', 'docker-compose.monitoring.yml'];

const NODE_IMAGE = /^ARG NODE_IMAGE=(\S+)$/m;

/**
 * The images that the project's own files name.
 *
 * @returns {{ collector: string, node: string, services: Record<string, string> }} `services`: the image of each
 *   service of another maker
 */
export function readImageNames() {
  const { parse } = createRequire(join(ROOT, 'package.json'))('yaml');
  const services = Object.assign({}, ...COMPOSE_FILES.map((file) => imagesIn(parse(read(file), { merge: true }))));
  const { worker: collector } = services;
  const [, node] = NODE_IMAGE.exec(read('Dockerfile')) ?? [];
  if (collector === undefined || node === undefined)
    throw new Error('docker-compose.yml names no image of the worker, or the Dockerfile no NODE_IMAGE');
  return {
    collector,
    node,
    services: Object.fromEntries(Object.entries(services).filter(([, image]) => image !== collector)),
  };
}

/** A file that stands beside may say of a service something else than its image. */
function imagesIn({ services }) {
  const named = Object.entries(services).filter(([, { image }]) => image !== undefined);
  return Object.fromEntries(named.map(([name, { image }]) => [name, image]));
}

const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/** `temporalio/server:1.31.2` has the tag `1.31.2`. */
export function tagOf(image) {
  return image.slice(image.lastIndexOf(':') + 1);
}
