import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Puts the files that Compose would mount into a folder of this run.
 *
 * @param {{ root: string, folder: string, compose: { configs: Record<string, { file: string }> } }} options
 * @returns {Record<string, string>} where each one lies now
 */
export function layOutConfigs({ root, folder, compose }) {
  const places = {};
  mkdirSync(folder, { recursive: true });
  for (const [name, { file }] of Object.entries(compose.configs)) {
    places[name] = join(folder, basename(file));
    copyFileSync(join(root, file), places[name]);
  }
  return places;
}

/** Programs under the names that they have in the images, in one folder for PATH. */
export function layOutPrograms(folder, programs) {
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(programs)) {
    copyFileSync(file, join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
}
