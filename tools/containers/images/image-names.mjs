import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../setup/project.mjs';

const NODE_IMAGE = /^ARG NODE_IMAGE=(\S+)$/m;

/**
 * The images that the project's own files name.
 *
 * @returns {{ collector: string, node: string, services: Record<string, string> }} `services`: the image of each service of another maker
 */
export function readImageNames() {
  const { parse } = createRequire(join(ROOT, 'package.json'))('yaml');
  const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
  const names = Object.fromEntries(Object.entries(services).map(([name, { image }]) => [name, image]));
  const { worker: collector } = names;
  const [, node] = NODE_IMAGE.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  if (collector === undefined || node === undefined)
    throw new Error('docker-compose.yml names no image of the worker, or the Dockerfile no NODE_IMAGE');
  return {
    collector,
    node,
    services: Object.fromEntries(Object.entries(names).filter(([, image]) => image !== collector)),
  };
}

/** `temporalio/server:1.31.2` has the tag `1.31.2`. */
export function tagOf(image) {
  return image.slice(image.lastIndexOf(':') + 1);
}
