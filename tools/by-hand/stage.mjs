import { chmodSync, copyFileSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Puts the files that Compose would mount into a folder that the containers' user may read.
 *
 * @param {{ root: string, folder: string, compose: { configs: Record<string, { file: string }> }, secrets:
 *   Record<string, string>, owner: { uid: number, gid: number } | null }} options
 * @returns {{ configs: Record<string, string>, secrets: Record<string, string> }} where each one lies now
 */
export function layOutMounts({ root, folder, compose, secrets, owner }) {
  const mounts = { configs: {}, secrets: {} };
  mkdirSync(folder, { recursive: true });
  for (const [name, { file }] of Object.entries(compose.configs)) {
    mounts.configs[name] = join(folder, basename(file));
    copyFileSync(join(root, file), mounts.configs[name]);
    chmodSync(mounts.configs[name], 0o644);
  }
  for (const [name, value] of Object.entries(secrets)) {
    mounts.secrets[name] = join(folder, name);
    writeFileSync(mounts.secrets[name], value, { mode: 0o600 });
    if (owner !== null) chownSync(mounts.secrets[name], owner.uid, owner.gid);
  }
  return mounts;
}

/** Programs under the names that they have in the images, in one folder for PATH. */
export function layOutPrograms(folder, programs) {
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(programs)) {
    copyFileSync(file, join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
}
