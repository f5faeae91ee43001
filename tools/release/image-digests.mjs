import { tryDocker } from '../containers/engine/docker.mjs';

const PULL_MS = 15 * 60_000;

/**
 * The image by its digest, as the registry that answers knows it: `node:22.1.0@sha256:...`. Null where no registry
 * answers, and for an image that was made on this machine.
 *
 * @param {import('../containers/engine/docker.mjs').Client} client
 * @param {string} image
 */
export async function imageByDigest(client, image) {
  const pulled = await tryDocker(client, ['pull', '--quiet', image], { timeoutMs: PULL_MS });
  if (pulled.code !== 0) return null;
  const found = await tryDocker(client, ['image', 'inspect', '--format', '{{ json .RepoDigests }}', image]);
  return found.code === 0 ? withDigest(image, JSON.parse(found.stdout)) : null;
}

/** @param {readonly string[] | null} digests as an engine lists them: `docker.io/library/node@sha256:...` */
export function withDigest(image, digests) {
  const [digest] = (digests ?? []).map((each) => /@(sha256:[0-9a-f]{64})$/.exec(each)?.[1]).filter(Boolean);
  return digest === undefined ? null : `${image}@${digest}`;
}

/**
 * A Compose file to put beside docker-compose.yml, which pins the images of other makers by their digests.
 *
 * @param {Readonly<Record<string, string | null>>} services the image of each service by its digest; null where none is
 *   known
 * @returns {string | null} null where no digest is known
 */
export function digestsFile(services) {
  const known = Object.entries(services).filter(([, image]) => image !== null);
  if (known.length === 0) return null;
  const lines = known.map(([service, image]) => `  ${service}: { image: "${image}" }\n`);
  return (
    '# docker compose -f docker-compose.yml -f THIS-FILE up -d: the images as they were when ' +
    `this release was made.\nservices:\n${lines.join('')}`
  );
}
